"""An Ethereum chain in this process: real bytecode, real fhevm host contracts, contract actors, cheap snapshots."""
