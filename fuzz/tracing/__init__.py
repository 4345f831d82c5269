"""Line and branch coverage of the bytecode: runs are recorded on the fast chain and replayed on one that traces.

recording    what a run sent, down to the messages the EVM was given
client       a second, independent EVM (py-evm) that notes each instruction it runs
code_map     which source range each instruction comes from
statements   which statements and branches the sources have
tally        what was reached of them
lcov         the result in the format that editors and services read
"""
