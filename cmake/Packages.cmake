# What `cmake --install` puts where, and the Debian package that `cpack` makes of its component `runtime`.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)  # tests are no part of a package

install(TARGETS carescan carescan-pdf RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY templates DESTINATION ${CMAKE_INSTALL_DATADIR}/carescan PATTERN prepared EXCLUDE)
install(DIRECTORY ${CMAKE_BINARY_DIR}/prints DESTINATION ${CMAKE_INSTALL_DATADIR}/carescan FILES_MATCHING PATTERN *.print)
install(FILES ${CMAKE_BINARY_DIR}/reference/carescan.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${CMAKE_BINARY_DIR}/reference/carescan.bash RENAME carescan
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${CMAKE_BINARY_DIR}/reference/_carescan DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES ${CMAKE_BINARY_DIR}/reference/carescan.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES LICENSE RENAME copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES README.md CHANGELOG.md THIRD-PARTY.md SECURITY.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(CPACK_GENERATOR DEB)
set(CPACK_INSTALL_CMAKE_PROJECTS "${CMAKE_BINARY_DIR};${PROJECT_NAME};runtime;/")
set(CPACK_PACKAGE_NAME carescan)
set(CPACK_PACKAGE_VENDOR "the carescan maintainers")
set(CPACK_PACKAGE_CONTACT "the carescan maintainers <maintainers@carescan.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "turns scanned, hand-filled care forms into records and FHIR bundles")
set(CPACK_PACKAGE_DESCRIPTION "carescan reads scanned, hand-filled care forms, says how sure it is, asks a person about the rest, and
hands over FHIR R4 / UK Core bundles. It transcribes paper for a person to check; it is no clinical decision support.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "tesseract-ocr-eng, tesseract-ocr-osd, fonts-dejavu-core, fonts-liberation, ca-certificates")
include(CPack)
