// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Limits, Look} from "./Ghosts.sol";
import "./Ids.sol" as Id;
import {IJobs, ILinked, IMarket} from "./Market.sol";
import {MoneyActions} from "./MoneyActions.sol";

/// @title What the owner sets: none of it moves anybody's money
abstract contract MarketActions is MoneyActions {
    function _pause(uint256 who) internal {
        bool ok = _set("pause", who, abi.encodeCall(IJobs.pause, ()));
        if (!ok) return;
        _claim(Id.JOB_SEQ_03, _level != HIGHEST);
        _tighten(HIGHEST, false);
    }

    function _unpause(uint256 who) internal {
        bool isDue = who == OWNER && _isPaused() && _isCool();
        bool ok = _set("unpause", who, abi.encodeCall(IJobs.unpause, ()));
        if (!ok) return;
        _claim(Id.JOB_SEQ_03, isDue);
        if (_level == HIGHEST) _relax(0);
        else _settlePause();
    }

    function _acceptToken(uint256 who, uint256 asset, uint256 least, uint256 most) internal {
        bytes memory data = abi.encodeCall(IMarket.addAcceptedToken, (_assetAt(asset), least, most));
        if (_set("add_accepted_token", who, data)) _limits[asset] = Limits(true, least, most);
    }

    function _removeToken(uint256 who, uint256 asset) internal {
        bytes memory data = abi.encodeCall(IMarket.removeAcceptedToken, (_assetAt(asset)));
        if (_set("remove_accepted_token", who, data)) _limits[asset].isAccepted = false;
    }

    function _setLimits(uint256 who, uint256 asset, uint256 least, uint256 most) internal {
        bytes memory data = abi.encodeCall(IMarket.setTokenLimits, (_assetAt(asset), least, most));
        if (_set("set_token_limits", who, data)) (_limits[asset].least, _limits[asset].most) = (least, most);
    }

    function _setWindow(uint256 who, uint256 duration) internal {
        if (_set("set_dispute_window", who, abi.encodeCall(IMarket.setDisputeWindow, (duration)))) _window = duration;
    }

    function _setTreasury(uint256 who, uint256 to) internal {
        bytes memory data = abi.encodeCall(IMarket.setTreasury, (_accountOf(to)));
        if (_set("set_treasury", who, data) && to < ACTORS) _treasury = to;
    }

    /// @dev Wiring is done once, before anybody plays. @param property What hangs on this link.
    function _link(string memory action, uint256 who, address linked, address to, uint8 property) internal {
        bool ok = _act(who, linked, 0, abi.encodeCall(ILinked.setMarketplace, (to))).ok;
        _claim(property, !ok);
        _tell(action, who, abi.encode(to), 0, ok);
    }

    function _set(string memory action, uint256 who, bytes memory data) private returns (bool ok) {
        Look memory b = _look(COIN);
        ok = _act(who, address(market), 0, data).ok;
        if (ok) {
            _claim(Id.SES_ACC_02, who == OWNER);
            Look memory a = _look(COIN);
            _claimWealth(Id.SES_ACC_02, b, a);
            _claimSolvent(COIN, a);
        }
        _tell(action, who, _argumentsOf(data), 0, ok);
    }
}
