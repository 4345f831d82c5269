// Stands in for "@fhevm/react": a user's decryption through the marketplace, as far as the access control list allows it.
import { service } from "./market.mjs";

export async function createInstance() {
  return { decrypt };
}

export const fhevmInstance = await createInstance();

async function decrypt(handle, user) {
  const answer = await fetch(`${service}/decrypt?handle=${handle}&user=${user}`);
  const { type, value, error } = await answer.json();
  if (error) throw new Error(error);
  return type === "ebool" ? value === "1" : BigInt(value);
}
