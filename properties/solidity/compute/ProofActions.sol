// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {ACTIVE, Session} from "./Ghosts.sol";
import "./Ids.sol" as Id;
import {IMarket, IProofs} from "./Market.sol";
import {SessionActions} from "./SessionActions.sol";

/// @dev A claim of work and what is signed for it. @param content Number of the evidence. @param flaw What is wrong
/// with the proof: zero for nothing.
struct Claim {
    uint256 jobId;
    uint256 tokens;
    uint256 signer;
    uint256 content;
    uint8 flaw;
}

/// @dev What the model says of a claim before it is made.
struct Judged {
    bool isInTime;
    bool isInRate;
    bool isPaid;
    bool isSigned;
}

/// @title Hosts claim work, and what else can be tried with proofs
abstract contract ProofActions is SessionActions {
    uint8 internal constant NO_FLAW = 0;
    uint8 internal constant NEXT_NUMBER = 1;
    uint8 internal constant THIS_NUMBER = 2;
    uint8 internal constant OTHER_SUM = 3;
    uint8 internal constant OTHER_CLAIM = 4;
    uint8 internal constant OTHER_HOST = 5;
    uint8 internal constant OTHER_SESSION = 6;
    uint8 internal constant OTHER_CHAIN = 7;
    uint8 internal constant OTHER_CONTRACT = 8;
    uint8 internal constant OTHER_HASH = 9;
    uint8 internal constant HIGH_S = 10;
    uint8 internal constant OLD_V = 11;
    uint8 internal constant TOO_SHORT = 12;
    uint8 internal constant TOO_LONG = 13;
    uint8 internal constant NOTHING = 14;
    uint8 internal constant ZEROS = 15;
    uint8 internal constant REPLAYED = 16;
    uint8 internal constant PROOF_FLAWS = 17;

    uint256 private constant ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
    uint256 private constant RATE = 2_000;
    uint256 internal constant SMALLEST_CLAIM = 100;

    bytes32 private constant PROOF_TYPE = keccak256(
        "ProofOfWork(uint256 jobId,address host,uint256 seq,uint256 tokensClaimed,uint256 cumulativeTokens,bytes32 proofHash)"
    );
    bytes32 private constant DOMAIN_TYPE =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

    /// @dev The proof that was taken last.
    mapping(uint256 jobId => bytes proof) private _taken;

    function _prove(uint256 who, Claim memory c) internal {
        Session storage s = _sessions[c.jobId];
        bytes memory proof = _proof(c);
        Judged memory j = _judge(c);
        bool isDue = j.isInTime && j.isInRate && j.isPaid && j.isSigned && !_isPaused() && who == s.terms.host;
        bytes memory data = abi.encodeCall(IMarket.submitProofOfWork, (c.jobId, c.tokens, proof));
        bool ok = _act(who, address(market), 0, data).ok;
        if (isDue) _claim(Id.SES_LIV_01, ok);
        if (ok) {
            _claimBegins(0);
            _claimProven(who, c.jobId, j);
            _proven(s, c.tokens);
            _taken[c.jobId] = proof;
            _claimRecord(c.jobId);
        }
        _tell("submit_proof_of_work", who, abi.encode(c.jobId, c.tokens, c.signer, c.content, c.flaw), 0, ok);
    }

    function _judge(Claim memory c) private view returns (Judged memory j) {
        Session storage s = _sessions[c.jobId];
        bool isOpen = _isActive(c.jobId);
        j.isInTime = isOpen && block.timestamp <= _endOf(s);
        j.isInRate = c.tokens != 0 && c.tokens <= RATE * (block.timestamp - s.last);
        j.isPaid = isOpen && c.tokens <= _excess(_affordable(s), s.tokens) && !s.isFinal;
        j.isSigned = c.flaw == NO_FLAW && c.signer == s.terms.host && !_isPuppet(c.signer);
    }

    function _claimProven(uint256 who, uint256 jobId, Judged memory j) private {
        _claim(Id.SES_SEQ_01, _isActive(jobId));
        _claim(Id.SES_ACC_01, who == _sessions[jobId].terms.host);
        _claim(Id.SES_TIM_01, j.isInTime);
        _claim(Id.SES_ARI_02, j.isInRate);
        _claim(Id.SES_ARI_01, j.isPaid);
        _claim(Id.SES_SEQ_02, j.isSigned);
    }

    /// @dev Somebody else than the marketplace tries to use up the host's next proof.
    function _consume(uint256 who, Claim memory c) internal {
        Session storage s = _sessions[c.jobId];
        address host = _isActive(c.jobId) ? _actors[s.terms.host].account : address(0);
        bytes memory arguments =
            abi.encode(c.jobId, host, s.count + 1, c.tokens, s.tokens + c.tokens, _evidence(c.content), bytes(""));
        bool ok = _act(who, address(proofs), 0, bytes.concat(IProofs.consume.selector, arguments)).ok;
        _claim(Id.SES_LIV_01, !ok);
        _tell("consume", who, arguments, 0, ok);
    }

    function _proven(Session storage s, uint256 tokens) private {
        s.tokens += tokens;
        ++s.count;
        (s.last, s.clock) = (block.timestamp, _pausedTotal());
        if (tokens < SMALLEST_CLAIM) s.isFinal = true;
    }

    // ------------------------------------------------------------------ what is signed

    function _proof(Claim memory c) private returns (bytes memory proof) {
        if (c.flaw == REPLAYED) return _taken[c.jobId];
        if (c.flaw == NOTHING) return "";
        if (c.flaw == ZEROS) return new bytes(97);
        bytes memory signature = _spoilt(_sign(c.signer, _digest(c)), c.flaw);
        proof = bytes.concat(_evidence(c.content), signature);
        if (c.flaw == TOO_LONG) proof = bytes.concat(proof, hex"00");
        if (c.flaw == TOO_SHORT) {
            assembly {
                mstore(proof, sub(mload(proof), 1))
            }
        }
    }

    function _digest(Claim memory c) private view returns (bytes32) {
        uint256 chain = block.chainid + (c.flaw == OTHER_CHAIN ? 1 : 0);
        address verifier = c.flaw == OTHER_CONTRACT ? address(earnings) : address(market);
        bytes32 domain =
            keccak256(abi.encode(DOMAIN_TYPE, keccak256("Lockstep Compute"), keccak256("1"), chain, verifier));
        return keccak256(abi.encodePacked(hex"1901", domain, _structHash(c)));
    }

    function _structHash(Claim memory c) private view returns (bytes32) {
        Session storage s = _sessions[c.jobId];
        bool isKnown = c.jobId != 0 && c.jobId <= _sessionCount && c.flaw != OTHER_HOST;
        address host = isKnown ? _actors[s.terms.host].account : address(0);
        uint256 number = s.count + (c.flaw == NEXT_NUMBER ? 2 : c.flaw == THIS_NUMBER ? 0 : 1);
        unchecked {
            uint256 jobId = c.jobId + (c.flaw == OTHER_SESSION ? 1 : 0);
            uint256 tokens = c.tokens + (c.flaw == OTHER_CLAIM ? 1 : 0);
            uint256 sum = s.tokens + c.tokens + (c.flaw == OTHER_SUM ? 1 : 0);
            bytes32 content = _evidence(c.content + (c.flaw == OTHER_HASH ? 1 : 0));
            return keccak256(abi.encode(PROOF_TYPE, jobId, host, number, tokens, sum, content));
        }
    }

    /// @dev The other s that signs the same, or v as it was before.
    function _spoilt(bytes memory signature, uint8 flaw) private pure returns (bytes memory) {
        if (flaw == HIGH_S) {
            uint256 s;
            assembly {
                s := mload(add(signature, 64))
            }
            s = ORDER - s;
            assembly {
                mstore(add(signature, 64), s)
            }
            signature[64] = bytes1(55 - uint8(signature[64]));
        }
        if (flaw == OLD_V) signature[64] = bytes1(uint8(signature[64]) - 27);
        return signature;
    }
}
