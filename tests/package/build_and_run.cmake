# Configures, builds and runs the consumer project in SOURCE, in the folder BINARY, with OPTIONS.
execute_process(COMMAND "${CMAKE_COMMAND}" --fresh --no-warn-unused-cli -S "${SOURCE}" -B "${BINARY}" ${OPTIONS}
  COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${CMAKE_COMMAND}" --build "${BINARY}" --parallel 2
  COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${CMAKE_CTEST_COMMAND}" --test-dir "${BINARY}" --output-on-failure --no-tests=error
  COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
