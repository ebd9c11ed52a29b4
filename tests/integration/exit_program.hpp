#pragma once

/// What the exit program does; also exported by a plugin that does it.
/// @return the exit status.
extern "C" int ExitProgram(int count, char** values);
