// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {ExactHandlers} from "../Exact.sol";
import {EchidnaAdapter} from "./EchidnaAdapter.sol";
import {MedusaTester} from "./MedusaTester.sol";

// The testers with handlers that do exactly what they are told: for campaigns that begin with a corpus of exported
// traces. Without one the other testers find more, because an engine seldom guesses an exact call that fits.

/// @title The property contracts under Medusa, for a corpus of exported traces
contract MedusaSeeded is MedusaTester, ExactHandlers {
    constructor() payable {}
}

/// @title The property contracts under Echidna, for a corpus of exported traces
contract EchidnaSeeded is EchidnaAdapter, ExactHandlers {
    constructor() payable {}
}
