# The rooms that a page passes through, as a CMake package for other programs: find_package(carescan), docs/api.md.
# They are installed as component `dev`, which is no part of the Debian package.
include(CMakePackageConfigHelpers)
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/carescan)
set(rooms model forms imaging records intake reading fhir)

# The doors: what a program includes, and what these include; tests/package/find-package compiles them all.
set(doors
  model/decision model/failure model/field model/form_template model/geometry model/issue model/page_image model/raster
  model/reading model/record model/table model/trace
  forms/load forms/lint
  intake/page_stream intake/source intake/write_image
  imaging/crop imaging/local_grid imaging/become_worker imaging/print imaging/prints imaging/register imaging/robust_map
  imaging/straighten
  reading/cell_net reading/cell_scores reading/decode reading/line_net reading/line_scores reading/mark_net
  reading/phrases reading/read_fields reading/text_engine
  records/decide records/policy records/record_json
  fhir/bundle fhir/validate)
foreach(door ${doors})
  get_filename_component(room ${door} DIRECTORY)
  install(FILES pipeline/${door}.hpp DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/carescan/pipeline/${room} COMPONENT dev)
endforeach()

add_library(carescan_pipeline INTERFACE)
target_compile_features(carescan_pipeline INTERFACE cxx_std_20)
foreach(room ${rooms})
  target_link_libraries(carescan_pipeline INTERFACE carescan_${room})
  set_target_properties(carescan_${room} PROPERTIES EXPORT_NAME ${room})
  install(TARGETS carescan_${room} EXPORT carescan ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT dev)
endforeach()
set_target_properties(carescan_pipeline PROPERTIES EXPORT_NAME pipeline)
install(TARGETS carescan_pipeline EXPORT carescan)
install(EXPORT carescan NAMESPACE carescan:: FILE carescan-targets.cmake DESTINATION ${package} COMPONENT dev)

configure_package_config_file(cmake/carescan-config.cmake.in ${CMAKE_BINARY_DIR}/carescan-config.cmake
  INSTALL_DESTINATION ${package} PATH_VARS CMAKE_INSTALL_BINDIR CMAKE_INSTALL_DATADIR)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/carescan-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/carescan-config.cmake ${CMAKE_BINARY_DIR}/carescan-config-version.cmake
  cmake/PipelineLibraries.cmake DESTINATION ${package} COMPONENT dev)
