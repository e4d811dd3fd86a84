# Writes a .cpp with the files of a page as constants, and the function NAME that gives them.
# cmake -DFOLDER=page -DFILES="index.html|app.js" -DNAME=page_files -DTO=page_files.cpp -P embed_page.cmake
set(type_html "text/html; charset=utf-8")
set(type_css "text/css; charset=utf-8")
set(type_js "text/javascript; charset=utf-8")
set(type_mjs "text/javascript; charset=utf-8")
set(type_json "application/json")
set(type_svg "image/svg+xml")
set(type_png "image/png")
set(type_ico "image/x-icon")
set(type_woff2 "font/woff2")

string(REPLACE "|" ";" files "${FILES}")
set(constants "")
set(entries "")
set(number 0)
foreach(file IN LISTS files)
  string(REGEX MATCH "[^.]+$" ending "${file}")
  if(NOT DEFINED type_${ending})
    message(FATAL_ERROR "page/${file}: no Content-Type is known for .${ending}; add it to embed_page.cmake")
  endif()
  file(READ "${FOLDER}/${file}" hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR size "${digits} / 2")
  string(REGEX REPLACE "(................................................................)" "\\1\n" hex "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," hex "${hex}")
  string(APPEND constants "const unsigned char file_${number}[] = {\n${hex}0};\n")
  string(APPEND entries "      {\"${file}\", \"${type_${ending}}\", {reinterpret_cast<const char*>(file_${number}), ${size}}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE "${TO}" "#include \"src/review/page_files.hpp\"\n\nnamespace carescan::web {\nnamespace {\n${constants}}  // namespace\n
const std::vector<PageFile>& ${NAME}();

const std::vector<PageFile>& ${NAME}() {\n  static const std::vector<PageFile> all{\n${entries}  };\n  return all;\n}\n
}  // namespace carescan::web\n")
