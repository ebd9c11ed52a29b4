#include "exit_program.hpp"

int main(int count, char** values) { return ExitProgram(count, values); }
