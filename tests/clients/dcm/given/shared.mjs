// Stands in for "@fhevm/shared": as much of the filter language as the documented client code uses.
const PUSH_FIELD = "01";
const PUSH_CONST = "02";
const GT = "10";

const uint16 = (value) => value.toString(16).padStart(4, "0");

/** Rows whose field is greater than the constant. */
export const gt = (field, constant) => ({ opcode: GT, field, constant });

/** Bytecode and constants of one comparison. */
export const compileFilterDSL = ({ opcode, field, constant }) => ({
  bytecode: `0x${PUSH_FIELD}${uint16(field)}${PUSH_CONST}${uint16(0)}${opcode}`,
  consts: [BigInt(constant)],
});
