// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {vm} from "../Vm.sol";
import {Drawing} from "./Drawing.sol";
import {Limits} from "./Ghosts.sol";
import {IFab} from "./Market.sol";
import {Proposal} from "./ModelActions.sol";
import {Registration} from "./NodeActions.sol";

/// @title What an engine may do with hosts, models, FAB and parameters, with sense
/// @notice None of these ever reverts; where nothing fits, nothing happens.
abstract contract RegistryHandlers is Drawing {
    /// @dev Two models, two tokens and three hosts to begin with, as every run of the project's other engines has.
    function _setUpScene() internal {
        _limits[COIN] = Limits(false, 10 ** 14, 1_000 ether);
        _acceptToken(OWNER, STABLE, 10 ** 6, 10 ** 12);
        _acceptToken(OWNER, MOODY, 10 ** 5, 10 ** 20);
        _addModel(OWNER, 0);
        _addModel(OWNER, 1);
        uint256[] memory both = new uint256[](2);
        both[1] = 1;
        uint256[] memory one = new uint256[](1);
        string memory url = "https://host.example";
        _register(HOST, Registration("host of the start", url, both, 1_000_000, 2_000));
        _register(RIVAL_HOST, Registration("rival_host of the start", url, one, 500_000, 3_000));
        _register(CONTRACT_HOST, Registration("contract_host of the start", url, one, 700_000, 1_000));
        for (uint256 i; i < ACTORS; ++i) {
            emit Cast(_actors[i].name, _actors[i].account);
        }
        for (uint256 i = 1; i < ASSETS; ++i) {
            emit Cast(_tokens[i].name, _tokens[i].account);
        }
        emit Cast("FabToken", address(fab));
        emit Cast("ModelRegistry", address(models));
        emit Cast("NodeRegistry", address(nodes));
        emit Cast("HostEarnings", address(earnings));
        emit Cast("ProofSystem", address(proofs));
        emit Cast("JobMarketplace", address(market));
        emit Cast("ReputationSystem", address(reputation));
        emit Cast("PaymentEscrow", address(escrow));
        emit Cast("JobProofs", address(jobProofs));
        emit Cast("AccountIntegration", address(accounts));
        emit Cast("Governance", address(voting));
        _setUpKeys();
    }

    // ------------------------------------------------------------------ hosts

    function register_node(uint256 seed) public {
        Registration memory r = Registration(_text(seed | 1), "https://host.example", _drawModels(seed), 0, 0);
        (r.coinPrice, r.tokenPrice) = (_drawPrice(true, _mix(seed, 60)), _drawPrice(false, _mix(seed, 61)));
        _register(_hostThat(false, seed), r);
    }

    function unregister_node(uint256 seed) public {
        _unregister(_hostThat(true, seed));
    }

    /// @dev Around the second from which the stake is free.
    function withdraw_stake(uint256 seed) public {
        uint256 host = _hostThat(false, seed);
        if (_nodes[host].stake == 0) return;
        uint256 moment = _freeFrom(host) - _mix(seed, 62) % 2;
        if (moment > block.timestamp) vm.warp(moment);
        _withdrawStake(host);
    }

    function stake(uint256 seed) public {
        uint256 host = _hostThat(true, seed);
        uint256 lacking = _excess(MIN_STAKE, _nodes[host].stake);
        _stake(host, lacking != 0 && seed % 4 != 0 ? lacking : _mix(seed, 63) % (10 * FAB_UNIT));
    }

    function update_metadata(uint256 seed) public {
        _describe(_hostThat(true, seed), _text(seed));
    }

    function update_api_url(uint256 seed) public {
        _moveUrl(_hostThat(true, seed), _text(seed));
    }

    function update_supported_models(uint256 seed) public {
        _offerModels(_hostThat(true, seed), _drawModels(_mix(seed, 64)));
    }

    function update_pricing_native(uint256 seed) public {
        _priceCoin(_hostThat(true, seed), _drawPrice(true, _mix(seed, 65)));
    }

    function update_pricing_stable(uint256 seed) public {
        _priceTokens(_hostThat(true, seed), _drawPrice(false, _mix(seed, 65)));
    }

    function set_model_pricing(uint256 seed) public {
        uint256 host = _hostThat(true, seed);
        uint256 drawn = _mix(seed, 66);
        _priceModel(host, _offered(host, drawn), _drawPrice(true, drawn), _drawPrice(false, drawn));
    }

    function clear_model_pricing(uint256 seed) public {
        uint256 host = _hostThat(true, seed);
        _clearModelPrice(host, _offered(host, _mix(seed, 66)));
    }

    function set_token_pricing(uint256 seed) public {
        _priceToken(_hostThat(true, seed), seed % 3 + 1, _drawPrice(false, _mix(seed, 67)));
    }

    /// @dev Up to a half, or one unit more; mostly around the end of the day after the last slash.
    function slash_stake(uint256 seed) public {
        uint256 host = _hostThat(_mix(seed, 68) % 4 != 0, seed);
        uint256 most = _nodes[host].stake / 2;
        uint256 kind = _mix(seed, 69) % 8;
        uint256 moment = _nodes[host].slashed + DAY - kind % 2;
        if (_nodes[host].slashed != 0 && moment > block.timestamp && kind < 6) vm.warp(moment);
        _slash(_slasher, host, kind == 0 ? most + 1 : kind < 4 ? most : most / 10);
    }

    function set_slashing_authority(uint256 seed) public {
        _setSlasher(OWNER, seed % 2 == 0 ? OWNER : AUTHORITY);
    }

    function set_nodes_treasury(uint256 seed) public {
        _setNodesTreasury(OWNER, seed % 2 == 0 ? TREASURY : OUTSIDER);
    }

    // ------------------------------------------------------------------ models

    function add_trusted_model(uint256 seed) public {
        _addModel(OWNER, seed % NAMES);
    }

    function batch_add_trusted_models(uint256 seed) public {
        _addModels(OWNER, seed % NAMES, _mix(seed, 70) % NAMES);
    }

    function deactivate_model(uint256 seed) public {
        _serve(OWNER, seed % NAMES, false);
    }

    function reactivate_model(uint256 seed) public {
        for (uint256 model; model < NAMES; ++model) {
            if (_exists[model] && !_isServed[model]) return _serve(OWNER, model, true);
        }
        _serve(OWNER, seed % NAMES, true);
    }

    function propose_model(uint256 seed) public {
        _propose(_voterNumber(_mix(seed, 71)), seed % NAMES);
    }

    /// @dev Sometimes in the last hours, or around the last second.
    function vote_on_proposal(uint256 seed, bool support) public {
        uint256 model = _openVote(seed);
        if (model == NAMES) return propose_model(seed);
        uint256 end = _endOfVote(_proposals[model]);
        uint256 kind = _mix(seed, 72) % 4;
        uint256 moment = kind == 0 ? end - LATE : kind == 1 ? end + _mix(seed, 73) % 2 : 0;
        if (moment > block.timestamp) vm.warp(moment);
        _vote(_voterNumber(_mix(seed, 74)), model, _drawVotes(seed), support);
    }

    /// @dev Around the end of the vote, or of the time after it.
    function execute_proposal(uint256 seed) public {
        uint256 model = _openVote(seed);
        if (model == NAMES) return;
        uint256 end = _endOfVote(_proposals[model]);
        uint256 kind = _mix(seed, 75) % 8;
        uint256 moment = kind < 5 ? end + 1 : kind == 5 ? end : end + LAPSE + kind - 6;
        if (moment > block.timestamp) vm.warp(moment);
        _execute(OUTSIDER, model);
    }

    function lapse_proposal(uint256 seed) public {
        uint256 model = _openVote(seed);
        if (model == NAMES) return;
        uint256 moment = _endOfVote(_proposals[model]) + LAPSE + _mix(seed, 76) % 2;
        if (moment > block.timestamp && seed % 2 == 0) vm.warp(moment);
        _lapse(OUTSIDER, model);
    }

    function withdraw_votes(uint256 seed) public {
        for (uint256 i; i < 4 * NAMES; ++i) {
            uint256 drawn = seed % (4 * NAMES) + i;
            (uint256 who, uint256 model) = (_voterNumber(drawn), drawn / 4 % NAMES);
            if (_votes[who][model][_votedOn[who][model]] != 0) return _takeVotes(who, model);
        }
    }

    function sweep_fees(uint256) public {
        _sweep(OUTSIDER);
    }

    function set_models_treasury(uint256 seed) public {
        _setModelsTreasury(OWNER, seed % 2 == 0 ? TREASURY : OUTSIDER);
    }

    /// @dev The next step of a vote.
    function go_on_voting(uint256 seed) public {
        uint256 way = _mix(seed, 77) % 8;
        if (way < 4) vote_on_proposal(_mix(seed, 78), seed % 4 != 0);
        else if (way == 4) execute_proposal(_mix(seed, 78));
        else if (way < 7) withdraw_votes(_mix(seed, 78));
        else sweep_fees(seed);
    }

    /// @dev The next step of a host's life: mostly back to where it can serve.
    function go_on_hosting(uint256 seed) public {
        uint256 way = _mix(seed, 79) % 12;
        uint256 drawn = _mix(seed, 80);
        if (way < 3) register_node(drawn);
        else if (way < 5) stake(drawn);
        else if (way == 5) reactivate_model(drawn);
        else if (way == 6) withdraw_stake(drawn);
        else if (way == 7) slash_stake(drawn);
        else if (way == 8) unregister_node(drawn);
        else if (way == 9) set_model_pricing(drawn);
        else if (way == 10) _takeStakeEarly(drawn);
        else deactivate_model(drawn);
    }

    /// @dev A host with open sessions or jobs leaves, and tries to take its stake a long time later.
    function _takeStakeEarly(uint256 seed) private {
        uint256 host = _hostThat(true, seed);
        if (_nodes[host].open + _nodes[host].jobs == 0) return;
        _unregister(host);
        vm.warp(_freeFrom(host) + 1);
        _withdrawStake(host);
    }

    // ------------------------------------------------------------------ FAB

    function transfer(uint256 seed, uint256 to) public {
        bytes memory arguments = abi.encode(_actors[to % ACTORS].account, seed % FAB_UNIT);
        _moveFab("transfer", VOTER, IFab.transfer.selector, arguments);
    }

    function approve(uint256 seed) public {
        uint256 amount = seed % 2 == 0 ? type(uint256).max : seed % (2_000 * FAB_UNIT);
        _moveFab("approve", RIVAL_HOST, IFab.approve.selector, abi.encode(address(nodes), amount));
    }

    function transfer_from(uint256 seed, uint256 to) public {
        bytes memory arguments = abi.encode(_actors[VOTER].account, _actors[to % ACTORS].account, seed % FAB_UNIT);
        _moveFab("transfer_from", OUTSIDER, IFab.transferFrom.selector, arguments);
    }

    // ------------------------------------------------------------------ parameters

    function pause(uint256) public {
        _pause(OWNER);
    }

    function unpause(uint256) public {
        _unpause(OWNER);
    }

    function add_accepted_token(uint256 seed) public {
        for (uint256 asset = 1; asset < ASSETS; ++asset) {
            if (!_limits[asset].isAccepted && (asset != SPARE || seed % 2 == 0)) {
                return _acceptToken(OWNER, asset, 10 ** 5, 10 ** 12);
            }
        }
    }

    function remove_accepted_token(uint256 seed) public {
        if (seed % 2 == 0) _removeToken(OWNER, seed / 2 % 3 + 1);
    }

    function set_token_limits(uint256 seed) public {
        uint256 asset = seed % ASSETS;
        uint256 least = asset == COIN ? 10 ** 14 : 10 ** 5 + seed % 10 ** 6;
        _setLimits(OWNER, asset, least, least * 10 ** 5);
    }

    function set_dispute_window(uint256 seed) public {
        uint256[5] memory windows = [uint256(1), 30, 30, 3_600, 7 days];
        _setWindow(OWNER, windows[_mix(seed, 81) % 5]);
    }

    function set_treasury(uint256 seed) public {
        _setTreasury(OWNER, seed % 4 == 0 ? OUTSIDER : seed % 4 == 1 ? CONTRACT_DEPOSITOR : TREASURY);
    }
}
