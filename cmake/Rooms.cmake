# A room is one folder of pipeline/ or src/: a static library `carescan_<name>` with its unit tests in
# tests/unit/<name>. Warnings are errors in our code; library assertions are always on.
add_library(carescan_flags INTERFACE)
target_compile_options(carescan_flags INTERFACE -Wall -Wextra
  $<$<CXX_COMPILER_ID:GNU>:-Wconversion;-Werror;-Wno-restrict>)  # clang (scripts/fuzz) warns of other things;
                                # GCC 12 warns falsely on std::string operator+ (GCC bug 105651)
target_compile_definitions(carescan_flags INTERFACE _GLIBCXX_ASSERTIONS)

function(carescan_room name)
  cmake_parse_arguments(ROOM "" "" "ROOMS;LIBRARIES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(NOT sources)
    add_library(carescan_${name} INTERFACE)
    return()
  endif()
  add_library(carescan_${name} STATIC ${sources})
  target_include_directories(carescan_${name} PUBLIC
    $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/carescan>)
  target_link_libraries(carescan_${name} PRIVATE $<BUILD_INTERFACE:carescan_flags>)
  list(TRANSFORM ROOM_ROOMS PREPEND carescan_)
  target_link_libraries(carescan_${name} PUBLIC ${ROOM_ROOMS} PRIVATE ${ROOM_LIBRARIES})
endfunction()

# Unit tests of one room: every test case of tests/unit/<name>/*.cpp becomes one CTest.
function(carescan_unit_tests name)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/unit/${name}/*.cpp)
  if(NOT sources)
    return()
  endif()
  carescan_test_program(unit_${name} unit/${name} SOURCES ${sources} ROOMS ${name} ${ARGN})
endfunction()

# A doctest program; its cases are listed as `<label>/<case>`.
function(carescan_test_program target label)
  cmake_parse_arguments(TEST "" "" "SOURCES;ROOMS;LIBRARIES" ${ARGN})
  add_executable(${target} ${TEST_SOURCES} ${CMAKE_SOURCE_DIR}/tests/support/main.cpp)
  list(TRANSFORM TEST_ROOMS PREPEND carescan_)
  target_link_libraries(${target} PRIVATE carescan_flags carescan_support ${TEST_ROOMS} ${TEST_LIBRARIES})
  doctest_discover_tests(${target} TEST_PREFIX "${label}/" PROPERTIES LABELS ${label} TIMEOUT 1200
    ENVIRONMENT "OMP_THREAD_LIMIT=1")
endfunction()
