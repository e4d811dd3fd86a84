#include "pipeline/batch/decision_chain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "pipeline/records/identity.hpp"

namespace fs = std::filesystem;

namespace carescan::batch {
namespace {

using Json = nlohmann::ordered_json;

const std::string beginning(64, '0');

/// `,"hash":"<64 hex>"}`: what is left out of the line when its hash is taken.
constexpr std::size_t hash_part = 9 + 64 + 2;

std::string without_hash(const std::string& line) {
  return line.size() < hash_part ? "" : line.substr(0, line.size() - hash_part) + "}";
}

std::string text_of(const Json& json, const char* member) {
  return json.contains(member) && json[member].is_string() ? json[member].get<std::string>() : "";
}

ChainLine line_of(const std::string& text, const fs::path& file) {
  ChainLine line{.number = 0, .previous = {}, .hash = {}, .json = text, .file = file, .forgotten = false};
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return line;
  if (json.contains("number") && json["number"].is_number_integer()) line.number = json["number"].get<long>();
  line.previous = text_of(json, "previous");
  line.hash = text_of(json, "hash");
  return line;
}

/// A last line without its line break was never acknowledged: it goes, so that the next one does not hang on its end.
void cut_torn_end(const fs::path& file) {
  const std::string bytes = read_file(file);
  const std::size_t end = bytes.rfind('\n') == std::string::npos ? 0 : bytes.rfind('\n') + 1;
  if (end < bytes.size()) fs::resize_file(file, end);
}

std::vector<fs::path> chain_files(const OutFolder& out) {
  std::vector<fs::path> files;
  for (const fs::path& folder : {out.documents(), out.superseded()}) {
    std::error_code none;
    for (const auto& document : fs::directory_iterator(folder, none))
      // Of a document that came back the set-aside copy is no second file.
      if (const fs::path file = document.path() / "corrections.jsonl";
          fs::exists(file) && file == out.corrections(document.path().filename().string()))
        files.push_back(file);
  }
  if (fs::exists(out.decisions())) files.push_back(out.decisions());
  return files;
}

/// The places in the chain that lines of forgotten documents had. A proof that cannot be read leaves a gap.
std::vector<ChainLine> forgotten_lines(const OutFolder& out) {
  std::vector<ChainLine> lines;
  std::error_code none;
  for (const auto& proof : fs::directory_iterator(out.forgotten(), none)) {
    const Json json = Json::parse(read_file(proof.path()), nullptr, false);
    if (!json.is_object() || !json.contains("decisions")) continue;
    for (const Json& line : json["decisions"])
      lines.push_back(
          {line.value("number", 0L), text_of(line, "previous"), text_of(line, "hash"), "", proof.path(), true});
  }
  return lines;
}

}  // namespace

std::vector<ChainLine> read_lines(const fs::path& file) {
  std::vector<ChainLine> lines;
  const std::string bytes = read_file(file);
  for (std::size_t from = 0, end; (end = bytes.find('\n', from)) != std::string::npos; from = end + 1)
    lines.push_back(line_of(bytes.substr(from, end - from), file));
  return lines;
}

std::vector<ChainLine> read_chain(const OutFolder& out) {
  std::vector<ChainLine> chain;
  for (const fs::path& file : chain_files(out))
    for (ChainLine& line : read_lines(file)) chain.push_back(std::move(line));
  for (ChainLine& line : forgotten_lines(out)) chain.push_back(std::move(line));
  std::ranges::stable_sort(chain, {}, &ChainLine::number);
  return chain;
}

std::vector<ChainBreak> check_chain(const std::vector<ChainLine>& chain) {
  std::vector<ChainBreak> breaks;
  std::string previous = beginning;
  long number = 0;
  for (const ChainLine& line : chain) {
    const auto tell = [&](const std::string& why) { breaks.push_back({line.file, line.number, why}); };
    if (line.number <= 0)
      tell("a line is no line of the chain");
    else if (!line.forgotten && records::sha256_hex(without_hash(line.json)) != line.hash)
      tell(fmt::format("line {} was changed: its hash is not that of what it says", line.number));
    else if (line.number == number)
      tell(fmt::format("number {} is there twice", line.number));
    else if (line.number != number + 1)
      tell(line.number == number + 2 ? fmt::format("line {} is missing", number + 1)
                                     : fmt::format("lines {} to {} are missing", number + 1, line.number - 1));
    else if (line.previous != previous)
      tell(fmt::format("line {} does not hang on line {}", line.number, number));
    if (line.number <= 0) continue;
    number = line.number;
    previous = line.hash;
  }
  return breaks;
}

Chain::Chain(const OutFolder& out) : out_(out), head_(beginning) {
  for (const fs::path& file : chain_files(out)) cut_torn_end(file);
  for (const ChainLine& line : read_chain(out)) {
    count_ = std::max(count_, line.number);
    head_ = line.hash;
  }
}

ChainLine Chain::append(const fs::path& file, const std::string& json) {
  std::string body = json.substr(0, json.rfind('}'));
  body += fmt::format(R"(,"number":{},"previous":"{}")", count_ + 1, head_);
  const std::string hash = records::sha256_hex(body + "}");
  const std::string text = fmt::format(R"({},"hash":"{}"}})", body, hash);
  append_to_file(file, text + "\n");
  ChainLine line{count_ + 1, head_, hash, text, file, false};
  ++count_;
  head_ = hash;
  return line;
}

}  // namespace carescan::batch
