# Every third-party library of the product: those of the pipeline's rooms, and what the program needs beyond them.
include(PipelineLibraries)
find_package(Boost 1.74 REQUIRED COMPONENTS program_options)
find_package(Freetype REQUIRED)
find_package(ZLIB REQUIRED)
find_path(VALIJSON_INCLUDE valijson/validator.hpp REQUIRED)

pkg_check_modules(POPPLER REQUIRED IMPORTED_TARGET poppler-cpp)
pkg_check_modules(SECCOMP REQUIRED IMPORTED_TARGET libseccomp)

add_library(valijson INTERFACE IMPORTED)
set_target_properties(valijson PROPERTIES INTERFACE_INCLUDE_DIRECTORIES ${VALIJSON_INCLUDE})
