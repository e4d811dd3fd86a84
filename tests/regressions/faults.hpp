#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/unit/intake/tiff_support.hpp"

/// Makers of damaged files, and what intake says of them.
namespace faults {

namespace fs = std::filesystem;
using carescan::PageImage;
using carescan::Raster;
using carescan::intake::PageStream;
using carescan::intake::Source;
using intake_tests::Folder;

/// How a file ends: its pages, or the code of its failure. "another" where something else than a Failure came out.
struct Ending {
  std::string code;
  std::vector<Raster> pages;
};
Ending pages_of(const fs::path& file);
std::string ending_of(const fs::path& file);

const Raster& sound_page();
std::string png();
std::string jpeg();
std::string scan_pdf();
/// A sound file of every kind, with its name.
std::vector<std::pair<std::string, std::string>> sound_files();

std::string flipped(std::string bytes, std::size_t at, int bit);
std::string repeated(const std::string& text, int times);
/// A PNG, JPEG or TIFF whose header claims a size and whose body has next to nothing.
std::string png_of_size(unsigned width, unsigned height);
std::string jpeg_of_size(int width, int height);
std::string tiff_of_size(unsigned width, unsigned height);
std::string circular_tiff();
std::string two_page_tiff_cut_off();
/// A JPEG with 40 bytes put before its end marker.
std::string padded(std::string jpeg, char with);
std::string encrypted(const std::string& pdf, const std::string& user_password);
/// A PDF of one sound page (object 3) whose page tree lists `kids`.
std::string pdf_with_kids(const std::string& kids, int count);
/// A PDF of one 100 × 100 scan, uncompressed, that claims another size.
std::string pdf_of_image_size(int width, int height);
std::string flate_bomb();
/// A page of that media box with a line on it.
std::string pdf_with_box(const std::string& box);
std::string pdf_with_cut_jpeg();
std::string pdf_parent_of_itself();

}  // namespace faults
