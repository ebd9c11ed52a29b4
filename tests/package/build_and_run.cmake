# Configures the consumer project in SOURCE with OPTIONS, builds it in the folder BINARY, and runs it.
execute_process(COMMAND "${CMAKE_COMMAND}" --fresh --no-warn-unused-cli -S "${SOURCE}" -B "${BINARY}" ${OPTIONS}
  COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${CMAKE_COMMAND}" --build "${BINARY}" --parallel 2
  COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${CMAKE_CTEST_COMMAND}" --test-dir "${BINARY}" --output-on-failure --no-tests=error
  COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
