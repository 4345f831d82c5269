"""The row grammar: what packs parses back, and every way a row can be malformed has its own error and offset."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spec.core.errors import Revert
from spec.dcm import row
from spec.dcm.row import Field, TypeTag

HANDLE = bytes(range(32))
GOOD = b"\x01" + b"\x00\x20" + HANDLE + b"\x00\x02" + b"pf"

FIELDS = st.lists(
    st.builds(Field, st.sampled_from(TypeTag), st.binary(min_size=32, max_size=32), st.binary(max_size=40)), max_size=5
)


def refused(data):
    with pytest.raises(Revert) as caught:
        row.parse(data)
    return type(caught.value), caught.value.values


def test_success_a_field_is_laid_out_as_documented():
    assert row.pack([Field(TypeTag.EUINT8, HANDLE, b"pf")]) == GOOD


def test_success_an_empty_row_has_no_fields():
    assert row.parse(b"") == ()
    assert row.pack([]) == b""


def test_success_an_empty_proof_is_a_proof():
    assert row.parse(b"\x03\x00\x20" + HANDLE + b"\x00\x00") == (Field(TypeTag.EUINT64, HANDLE, b""),)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(FIELDS)
def test_success_parse_inverts_pack(fields):
    assert row.parse(row.pack(fields)) == tuple(fields)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.one_of(
        st.binary(max_size=120),
        FIELDS.map(row.pack).flatmap(
            lambda good: st.integers(0, 300).map(
                lambda at: good[: at % (len(good) + 1)] + bytes([at % 256]) + good[at % (len(good) + 1) + 1 :]
            )
        ),
    )
)
def test_success_exactly_the_grammar_parses(data):
    try:
        fields = row.parse(data)
    except Revert as refusal:
        assert type(refusal) in row.ERRORS
        return
    assert row.pack(fields) == data


@pytest.mark.parametrize("tag", [0, 4, 5, 255])
def test_invalid_type_tag(tag):
    assert refused(bytes([tag]) + GOOD[1:]) == (row.InvalidTypeTag, (0, tag))
    assert refused(GOOD + bytes([tag])) == (row.InvalidTypeTag, (len(GOOD), tag))


@pytest.mark.parametrize(
    ("length", "error", "values"),
    [
        (1, row.IncompleteCiphertextLength, (1,)),
        (2, row.IncompleteCiphertextLength, (1,)),
        (3, row.RowTruncated, (3,)),
        (34, row.RowTruncated, (3,)),
        (35, row.IncompleteProofLength, (35,)),
        (36, row.IncompleteProofLength, (35,)),
        (37, row.RowTruncated, (37,)),
        (38, row.RowTruncated, (37,)),
    ],
)
def test_invalid_row_that_ends_early(length, error, values):
    assert refused(GOOD[:length]) == (error, values)
    assert refused(GOOD + GOOD[:length]) == (error, (values[0] + len(GOOD),))


@pytest.mark.parametrize("declared", [0, 31, 33, 65535])
def test_invalid_ciphertext_that_is_no_handle(declared):
    data = b"\x02" + declared.to_bytes(2, "big") + HANDLE + b"\x00\x00"
    assert refused(data) == (row.InvalidCiphertextLength, (1, declared))


def test_invalid_ciphertext_length_is_reported_before_truncation():
    assert refused(b"\x02\x00\x21") == (row.InvalidCiphertextLength, (1, 33))


def test_invalid_tag_is_reported_before_a_missing_length():
    assert refused(b"\x09") == (row.InvalidTypeTag, (0, 9))


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        (Field(7, HANDLE, b""), "type tag 7 is unknown"),
        (Field(TypeTag.EUINT8, b"short", b""), "a ciphertext handle has 32"),
        (Field(TypeTag.EUINT8, HANDLE, bytes(65536)), "must fit in 16 bits"),
    ],
)
def test_invalid_field_is_not_packed(field, reason):
    with pytest.raises(ValueError, match=reason):
        row.pack([field])


def test_success_every_tag_has_a_type():
    assert {row.TYPES[tag] for tag in TypeTag} == {"euint8", "euint32", "euint64"}
