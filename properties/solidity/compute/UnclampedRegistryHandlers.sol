// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Handlers} from "./Handlers.sol";
import "./Ids.sol" as Id;
import {IFab} from "./Market.sol";
import {Registration} from "./NodeActions.sol";
import {Claim} from "./ProofActions.sol";

/// @title What an engine may do with hosts, models, FAB, parameters and links, without sense
abstract contract UnclampedRegistryHandlers is Handlers {
    // ------------------------------------------------------------------ hosts

    function any_register_node(uint256 who, uint256 seed, uint256 coinPrice, uint256 tokenPrice) public {
        Registration memory r = Registration(_text(seed), _text(seed / 8), _drawModels(seed), coinPrice, tokenPrice);
        if (seed % 2 == 0) (r.coinPrice, r.tokenPrice) = (1_000_000, 2_000);
        if (seed % 5 == 0) r.models = new uint256[](seed % 3);
        _register(_hostNumber(who), r);
    }

    function any_unregister_node(uint256 who) public {
        _unregister(who % ACTORS);
    }

    function any_withdraw_stake(uint256 who) public {
        _withdrawStake(who % ACTORS);
    }

    function any_stake(uint256 who, uint256 amount) public {
        _stake(who % ACTORS, amount % (20 * FAB_UNIT));
    }

    function any_update_metadata(uint256 who, uint256 seed) public {
        _describe(who % ACTORS, _text(seed));
    }

    function any_update_api_url(uint256 who, uint256 seed) public {
        _moveUrl(who % ACTORS, _text(seed));
    }

    function any_update_supported_models(uint256 who, uint256 seed) public {
        _offerModels(who % ACTORS, seed % 4 == 0 ? new uint256[](seed % 3) : _drawModels(seed));
    }

    function any_update_pricing_native(uint256 who, uint256 price) public {
        _priceCoin(who % ACTORS, price);
    }

    function any_update_pricing_stable(uint256 who, uint256 price) public {
        _priceTokens(who % ACTORS, price);
    }

    function any_set_model_pricing(uint256 who, uint256 model, uint256 coinPrice, uint256 tokenPrice) public {
        _priceModel(who % ACTORS, model % NAMES, coinPrice, tokenPrice);
    }

    function any_clear_model_pricing(uint256 who, uint256 model) public {
        _clearModelPrice(who % ACTORS, model % NAMES);
    }

    function any_set_token_pricing(uint256 who, uint256 asset, uint256 price) public {
        _priceToken(who % ACTORS, asset % 3 + 1, price);
    }

    function any_session_opened(uint256 who, uint256 host) public {
        _countSession(who % ACTORS, _hostNumber(host), true);
    }

    function any_session_closed(uint256 who, uint256 host) public {
        _countSession(who % ACTORS, _hostNumber(host), false);
    }

    function any_slash_stake(uint256 who, uint256 host, uint256 amount) public {
        _slash(who % 2 == 0 ? _slasher : who / 2 % ACTORS, _hostNumber(host), amount % (2 * MIN_STAKE));
    }

    function any_set_slashing_authority(uint256 who, uint256 to) public {
        _setSlasher(who % ACTORS, to % (ACTORS + 1));
    }

    function any_set_nodes_treasury(uint256 who, uint256 to) public {
        _setNodesTreasury(who % ACTORS, to % (ACTORS + 1));
    }

    // ------------------------------------------------------------------ models

    function any_add_trusted_model(uint256 who, uint256 model) public {
        _addModel(who % ACTORS, model % NAMES);
    }

    function any_batch_add_trusted_models(uint256 who, uint256 first, uint256 second) public {
        _addModels(who % ACTORS, first % NAMES, second % NAMES);
    }

    function any_deactivate_model(uint256 who, uint256 model) public {
        _serve(who % ACTORS, model % NAMES, false);
    }

    function any_reactivate_model(uint256 who, uint256 model) public {
        _serve(who % ACTORS, model % NAMES, true);
    }

    function any_propose_model(uint256 who, uint256 model) public {
        _propose(who % ACTORS, model % NAMES);
    }

    function any_vote_on_proposal(uint256 who, uint256 model, uint256 amount, bool support) public {
        _vote(who % ACTORS, model % NAMES, amount % (1_000 * FAB_UNIT), support);
    }

    function any_execute_proposal(uint256 who, uint256 model) public {
        _execute(who % ACTORS, model % NAMES);
    }

    function any_lapse_proposal(uint256 who, uint256 model) public {
        _lapse(who % ACTORS, model % NAMES);
    }

    function any_withdraw_votes(uint256 who, uint256 model) public {
        _takeVotes(who % ACTORS, model % NAMES);
    }

    function any_sweep_fees(uint256 who) public {
        _sweep(who % ACTORS);
    }

    function any_set_models_treasury(uint256 who, uint256 to) public {
        _setModelsTreasury(who % ACTORS, to % (ACTORS + 1));
    }

    // ------------------------------------------------------------------ FAB

    function any_transfer(uint256 who, uint256 to, uint256 amount) public {
        bytes memory arguments = abi.encode(_accountOf(to % (ACTORS + 1)), amount % (10 * FAB_UNIT));
        _moveFab("transfer", who % ACTORS, IFab.transfer.selector, arguments);
    }

    function any_approve(uint256 who, uint256 amount) public {
        _moveFab("approve", who % ACTORS, IFab.approve.selector, abi.encode(address(nodes), amount));
    }

    function any_transfer_from(uint256 who, uint256 from, uint256 to, uint256 amount) public {
        bytes memory arguments = abi.encode(_actors[from % ACTORS].account, _accountOf(to % (ACTORS + 1)), amount);
        _moveFab("transfer_from", who % ACTORS, IFab.transferFrom.selector, arguments);
    }

    // ------------------------------------------------------------------ parameters and links

    function any_pause(uint256 who) public {
        _pause(who % ACTORS);
    }

    function any_unpause(uint256 who) public {
        _unpause(who % ACTORS);
    }

    function any_add_accepted_token(uint256 who, uint256 asset, uint256 least, uint256 most) public {
        _acceptToken(who % ACTORS, asset % ASSETS, least, most);
    }

    function any_remove_accepted_token(uint256 who, uint256 asset) public {
        _removeToken(who % ACTORS, asset % ASSETS);
    }

    function any_set_token_limits(uint256 who, uint256 asset, uint256 least, uint256 most) public {
        _setLimits(who % ACTORS, asset % ASSETS, least, most);
    }

    function any_set_dispute_window(uint256 who, uint256 duration) public {
        _setWindow(who % ACTORS, duration);
    }

    function any_set_treasury(uint256 who, uint256 to) public {
        _setTreasury(who % ACTORS, to % (ACTORS + 1));
    }

    function any_set_nodes_marketplace(uint256 who, uint256 to) public {
        _link("set_nodes_marketplace", who % ACTORS, address(nodes), _accountOf(to % ACTORS), Id.SES_SEQ_03);
    }

    function any_set_earnings_marketplace(uint256 who, uint256 to) public {
        _link("set_earnings_marketplace", who % ACTORS, address(earnings), _accountOf(to % ACTORS), Id.SES_CON_04);
    }

    function any_set_proofs_marketplace(uint256 who, uint256 to) public {
        _link("set_proofs_marketplace", who % ACTORS, address(proofs), _accountOf(to % ACTORS), Id.SES_LIV_01);
    }

    function any_consume(uint256 who, uint256 id, uint256 tokens) public {
        uint256 jobId = _activeSession(id);
        _consume(who % ACTORS, Claim(jobId, tokens % 10_000, _sessions[jobId].terms.host, 0, NO_FLAW));
    }
}
