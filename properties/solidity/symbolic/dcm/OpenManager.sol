// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Symbolic, Payee} from "../Symbolic.sol";
import {OneDataset, PlainHost} from "./Hosts.sol";
import {Job, JobRequest, RequestStatus, RequestTerms} from "../../../../contracts/dcm/DcmTypes.sol";
import {IDatasetRegistry} from "../../../../contracts/dcm/IDatasetRegistry.sol";
import {JobManager} from "../../../../contracts/dcm/JobManager.sol";

/// @title The job manager, all of it, with its records laid open
/// @notice Adds what a check needs to put a record in place and to read it; changes and overrides nothing.
contract OpenManager is JobManager {
    /// @notice The parts of a request that its lifecycle moves.
    struct Books {
        uint256 datasetId;
        address buyer;
        RequestStatus status;
        uint256 timestamp;
        uint256 jobId;
        uint256 baseFee;
        uint256 allowance;
        uint256 debt;
    }

    constructor(IDatasetRegistry registry) JobManager(registry) {}

    function booksOf(uint256 id) external view returns (Books memory) {
        JobRequest storage r = _requests[id];
        return
            Books(
                r.datasetId, r.buyer, r.status, r.timestamp, r.jobId, r.baseFee, r.computeAllowance, r.gasDebtToSeller
            );
    }

    function termsOf(uint256 id) external view returns (RequestTerms memory) {
        return _terms[id];
    }

    function putRequest(uint256 id, Books calldata books, RequestTerms calldata terms) external {
        JobRequest storage r = _requests[id];
        (r.datasetId, r.buyer, r.status, r.timestamp, r.jobId) =
        (books.datasetId, books.buyer, books.status, books.timestamp, books.jobId);
        (r.baseFee, r.computeAllowance, r.gasDebtToSeller) = (books.baseFee, books.allowance, books.debt);
        _terms[id] = terms;
        obligations[books.datasetId] = 1;
        if (nextRequestId <= id) nextRequestId = id + 1;
    }

    /// @notice `processed` of `job.rowCount` rows are in.
    function putJob(uint256 id, Job calldata job) external {
        Job storage j = _jobs[id];
        (j.buyer, j.datasetId, j.seller, j.requestId) = (job.buyer, job.datasetId, job.seller, job.requestId);
        (j.merkleRoot, j.rowCount, j.numColumns, j.processedRows) =
        (job.merkleRoot, job.rowCount, job.numColumns, job.processedRows);
        (j.isFinalized, j.isClosed, j.cooldownSec, j.kAnonymity) =
        (job.isFinalized, job.isClosed, job.cooldownSec, job.kAnonymity);
        if (nextJobId <= id) nextJobId = id + 1;
    }

    function progressOf(uint256 id) external view returns (uint256 processedRows, bool isFinalized, bool isClosed) {
        return (_jobs[id].processedRows, _jobs[id].isFinalized, _jobs[id].isClosed);
    }

    /// @notice A charge as `acceptRequest` and `pushRow` make it, then the payment that may follow.
    function charge(uint256 id, uint256 gasAtEntry, bool mustAfford) external {
        _chargeGas(id, _requests[id], gasAtEntry, mustAfford);
        _payDebtAtThreshold(id, _requests[id]);
    }
}

/// @title The stage of the checks on the manager: one request, of which nothing is known but who its parties are
abstract contract Stage is Symbolic {
    uint256 internal constant REQUEST = 1;
    uint256 internal constant JOB = 1;
    uint256 internal constant DATASET = 7;
    address private constant ACL = 0x50157CFfD6bBFA2DECe204a89ec419c23ef5755D;
    address private constant EXECUTOR = 0xe3a9105a3a932253A70F126eb1E3b589C643dD24;

    OneDataset internal registry;
    OpenManager internal manager;
    Payee internal buyer;
    Payee internal seller;

    OpenManager.Books internal before;
    RequestTerms internal terms;

    function setUp() public virtual {
        bytes memory host = address(new PlainHost()).code;
        vm.etch(ACL, host);
        vm.etch(EXECUTOR, host);
        registry = new OneDataset();
        manager = new OpenManager(IDatasetRegistry(address(registry)));
        buyer = new Payee();
        seller = new Payee();
        vm.deal(address(buyer), 0);
        vm.deal(address(seller), 0);
        _putRequest();
    }

    /// @dev A request in any status with any books; each party accepts or refuses coin, which nobody knows before.
    function _putRequest() private {
        before = OpenManager.Books({
            datasetId: DATASET,
            buyer: address(buyer),
            status: RequestStatus(any.createUint(2, "status")),
            timestamp: any.createUint(40, "timestamp"),
            jobId: JOB,
            baseFee: _amount("baseFee"),
            allowance: _amount("allowance"),
            debt: _amount("debt")
        });
        terms.seller = address(seller);
        terms.maxGasPrice = any.createUint(64, "maxGasPrice");
        terms.acceptedAt = any.createUint(40, "acceptedAt");
        manager.putRequest(REQUEST, before, terms);
        vm.warp(any.createUint(41, "now"));
        vm.deal(address(manager), before.baseFee + before.allowance + before.debt);
        buyer.setRefuses(any.createBool("buyerRefuses"));
        seller.setRefuses(any.createBool("sellerRefuses"));
    }

    /// @dev A job without columns, whose root nobody knows; of the request, or a direct one for 0.
    function _putJob(uint256 request, uint256 processed, uint256 rowCount, bool isFinal, bool isClosed) internal {
        Job memory job;
        (job.buyer, job.seller, job.datasetId, job.requestId) = (address(buyer), address(seller), DATASET, request);
        (job.processedRows, job.rowCount, job.isFinalized, job.isClosed) = (processed, rowCount, isFinal, isClosed);
        job.merkleRoot = any.createBytes32("root");
        manager.putJob(JOB, job);
    }

    /// @dev Both parties take coin, where a check is not about those who refuse it.
    function _acceptAll() internal {
        buyer.setRefuses(false);
        seller.setRefuses(false);
    }

    /// @dev The request was submitted with this cap.
    function _capGasPriceAt(uint256 cap) internal {
        terms.maxGasPrice = cap;
        manager.putRequest(REQUEST, before, terms);
    }

    /// @dev Coin and credit: what an account has got, however it was paid.
    function _got(address account) internal view returns (uint256) {
        return account.balance + manager.credits(account);
    }

    function _call(address sender, bytes memory data) internal returns (bool success, bytes memory answer) {
        vm.prank(sender);
        (success, answer) = address(manager).call(data);
    }
}
