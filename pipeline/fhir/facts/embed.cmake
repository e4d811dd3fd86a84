# Writes a .cpp that holds a text file as one constant. cmake -DFROM=… -DTO=… -DNAME=… -P embed.cmake
file(READ "${FROM}" text)
file(WRITE "${TO}" "namespace carescan::fhir {\nextern const char ${NAME}[];\nconst char ${NAME}[] = R\"EMBEDDED(${text})EMBEDDED\";\n}\n")
