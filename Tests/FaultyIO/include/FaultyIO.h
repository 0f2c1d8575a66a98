/// A library for tests that is loaded before the C library (LD_PRELOAD), so that the calls by which a real program
/// changes files can fail, end it, or be written down. It needs nothing of the program. How to steer it: faults.h.
