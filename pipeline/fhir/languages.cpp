#include "pipeline/fhir/languages.hpp"

#include <cctype>
#include <map>
#include <string_view>

namespace carescan::fhir {
namespace {

const std::map<std::string_view, std::string_view> codes{{"english", "en"},
                                                         {"welsh", "cy"},
                                                         {"scottish gaelic", "gd"},
                                                         {"irish", "ga"},
                                                         {"polish", "pl"},
                                                         {"romanian", "ro"},
                                                         {"panjabi", "pa"},
                                                         {"punjabi", "pa"},
                                                         {"urdu", "ur"},
                                                         {"portuguese", "pt"},
                                                         {"spanish", "es"},
                                                         {"arabic", "ar"},
                                                         {"bengali", "bn"},
                                                         {"gujarati", "gu"},
                                                         {"italian", "it"},
                                                         {"tamil", "ta"},
                                                         {"french", "fr"},
                                                         {"lithuanian", "lt"},
                                                         {"chinese", "zh"},
                                                         {"mandarin", "cmn"},
                                                         {"cantonese", "yue"},
                                                         {"turkish", "tr"},
                                                         {"bulgarian", "bg"},
                                                         {"russian", "ru"},
                                                         {"persian", "fa"},
                                                         {"farsi", "fa"},
                                                         {"hungarian", "hu"},
                                                         {"greek", "el"},
                                                         {"german", "de"},
                                                         {"kurdish", "ku"},
                                                         {"somali", "so"},
                                                         {"ukrainian", "uk"},
                                                         {"hindi", "hi"},
                                                         {"malayalam", "ml"},
                                                         {"albanian", "sq"},
                                                         {"czech", "cs"},
                                                         {"slovak", "sk"},
                                                         {"latvian", "lv"},
                                                         {"yoruba", "yo"},
                                                         {"telugu", "te"},
                                                         {"vietnamese", "vi"},
                                                         {"tagalog", "tl"},
                                                         {"filipino", "fil"},
                                                         {"nepali", "ne"},
                                                         {"pashto", "ps"},
                                                         {"dutch", "nl"},
                                                         {"thai", "th"},
                                                         {"japanese", "ja"},
                                                         {"korean", "ko"},
                                                         {"akan", "ak"},
                                                         {"igbo", "ig"},
                                                         {"shona", "sn"},
                                                         {"swahili", "sw"},
                                                         {"tigrinya", "ti"},
                                                         {"amharic", "am"},
                                                         {"yiddish", "yi"},
                                                         {"hebrew", "he"},
                                                         {"maltese", "mt"},
                                                         {"sinhala", "si"},
                                                         {"marathi", "mr"},
                                                         {"british sign language", "bfi"},
                                                         {"bsl", "bfi"}};

}  // namespace

std::string language_code(const std::string& english_name) {
  std::string lower;
  for (const char c : english_name) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const auto found = codes.find(lower);
  return found == codes.end() ? "" : std::string(found->second);
}

}  // namespace carescan::fhir
