# The third-party libraries of the rooms that a page passes through, found once, under one name each. Installed with
# them: carescan-config.cmake includes this file, so that who builds on the rooms finds the same libraries.
find_package(PkgConfig REQUIRED)

# OpenCV module by module: its CMake package comes only with libopencv-dev, which drags in some 140 libraries.
find_path(OPENCV_INCLUDE opencv2/core.hpp PATH_SUFFIXES opencv4 REQUIRED)
foreach(module core imgproc features2d calib3d video dnn)
  if(NOT TARGET opencv_${module})
    find_library(OPENCV_${module} opencv_${module} REQUIRED)
    add_library(opencv_${module} UNKNOWN IMPORTED)
    set_target_properties(opencv_${module} PROPERTIES IMPORTED_LOCATION ${OPENCV_${module}}
      INTERFACE_INCLUDE_DIRECTORIES ${OPENCV_INCLUDE})
  endif()
endforeach()
find_package(nlohmann_json 3.11 REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(Boost 1.74 REQUIRED COMPONENTS filesystem)
find_package(Threads REQUIRED)
# libjpeg, libpng and libtiff are called directly: their errors can then be told from each other and kept off stderr.
find_package(JPEG REQUIRED)
find_package(PNG REQUIRED)
find_package(TIFF 4.5 REQUIRED)

pkg_check_modules(LEPTONICA REQUIRED IMPORTED_TARGET lept)
pkg_check_modules(TESSERACT REQUIRED IMPORTED_TARGET tesseract)
pkg_check_modules(QPDF REQUIRED IMPORTED_TARGET libqpdf)
pkg_check_modules(ZXING REQUIRED IMPORTED_TARGET zxing)
pkg_check_modules(EXIF REQUIRED IMPORTED_TARGET libexif)
pkg_check_modules(HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib)
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc)
