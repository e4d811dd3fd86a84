#include <algorithm>
#include <cctype>
#include <utility>

#include "pipeline/model/text.hpp"
#include "pipeline/rehearsal/made_up.hpp"

namespace carescan::rehearsal {
namespace {

struct Bank {
  std::string about;  // found in the field's name
  std::vector<std::string> phrases;
};

// Written for carescan; nobody's records. The first bank whose word stands in the field's name is used.
const std::vector<Bank> banks{
    {"service", {"Orchard House", "Willow Court", "The Limes", "Rowan Lodge", "Hazel Grange", "St Anne's House"}},
    {"gp_", {"Dr Shah, Park Surgery", "Dr Evans, Mill Lane", "Dr Okoro, Station Road", "Dr Reid, The Grove"}},
    {"time", {"8 am", "8.30", "12 noon", "1 pm", "2.15 pm", "6 pm", "9 pm", "10 pm", "night"}},
    {"dose", {"500 mg", "5 mg", "10 mg", "20 mg", "75 mg", "1 g", "2 tablets", "10 ml", "25 mcg", "40 mg", "2.5 mg"}},
    {"address_line_2", {"Flat 2", "Top floor", "Westfield", "Upper Town", "Old Village", "The Annexe"}},
    {"need",
     {"Needs help to wash and dress", "Unsteady on her feet", "Loses weight", "Forgets to drink", "Dry skin",
      "Gets low in the evening", "Wakes at night", "Pain in both knees", "Hard of hearing"}},
    {"goal",
     {"To dress on my own", "No falls this month", "To keep my weight", "Six drinks a day", "To sleep well",
      "To walk to the garden", "To see my sister weekly", "To be free of pain"}},
    {"who", {"Key worker", "All staff", "Night staff", "Physio and staff", "Daughter", "District nurse", "Me"}},
    {"how",
     {"Staff stand by while I wash my face and arms, and help with my back and feet.",
      "Walk with me to meals with my frame. Check my shoes first.",
      "Offer a drink every hour and write it on the chart. I like weak tea.",
      "Weigh me each Monday. Give full fat milk and a snack at three.",
      "Remind me to use my stick. Keep the floor clear at night.",
      "Sit with me for ten minutes before bed and leave the small lamp on."}},
    {"matters",
     {"My family comes first. I phone my son on Sunday and I like my own chair by the window.",
      "I was a nurse for thirty years. I like people to be on time and to say who they are.",
      "Going to chapel matters to me, and so does a proper cup of tea in the morning.",
      "My cat and my garden. Please do not call me dear."}},
    {"good_day",
     {"I get up at eight, have porridge, and read the paper in peace. After lunch I walk a bit.",
      "A good day has a visit in it, or music. I sleep for an hour after dinner.",
      "Breakfast in my room, bingo at two, and early to bed with the radio on."}},
    {"worries",
     {"Loud voices upset me. It helps to sit down with me and speak slowly.",
      "I worry about falling in the bath. Hold my arm and tell me what comes next.",
      "I get upset when I can not find my bag. Look for it with me."}},
    {"support",
     {"Give me time. Ask one thing at a time, and wait for my answer before you help.",
      "I can do most things if you lay them out for me. Please do not do them for me.",
      "Knock before you come in. Put my glasses where I can reach them."}},
    {"measure",
     {"Call bell in reach", "Two staff to move", "Sit upright to eat", "Weigh each Monday", "Mat by the bed",
      "Cream after washing", "Check hourly", "Frame beside chair"}},
    {"risk",
     {"Sensor mat at night. Call bell within reach at all times.",
      "Soft diet, sit upright, and stay with her at meals.",
      "Turn every four hours and check heels. Barrier cream after washing."}},
    {"communication",
     {"Speak clearly to my left side", "Write it down in big letters", "Give me time to answer",
      "Face me when you talk"}},
    {"where",
     {"In the red folder in the office", "Front of my care file", "GP surgery has the original", "Drawer by my bed"}},
    {"reaction", {"Rash", "Swollen face", "Short of breath", "Sick", "Itching"}},
    {"plan_",
     {"Walks with one person", "Sensor mat by the bed", "New slippers ordered", "GP asked to look",
      "Frame within reach", "Lamp left on at night", "Stand up slowly, wait", "Toilet before bed", "Bell in her hand",
      "Glasses after washing"}},
    {"doing",
     {"Getting up from the chair", "Going to the toilet at night", "Reaching for a book", "Turning round", "Dressing"}},
    {"_place", {"By the bed", "In the bathroom", "In the garden", "On the stairs", "In the dining room", "Outside"}},
    {"people_who",
     {"My daughter comes on Sundays. I ring my brother in Leeds each week. The cat sleeps with me.",
      "My husband died two years ago. My three sons and the church are my family now.",
      "My old neighbour Mary writes to me, and I like to have her letters read aloud."}},
    {"life_so_far",
     {"I grew up on a farm and drove a bus for thirty years. I am proud of my garden and my girls.",
      "Born in Bradford, worked in the mill, then at a school as a cook. I could feed two hundred.",
      "I came from Jamaica when I was twenty and was a nurse until I was sixty five."}},
    {"eating",
     {"Tea with milk, no sugar. I do not eat pork. Small plates, please.",
      "I like soup and soft bread. Cut my meat for me and give me time.",
      "Porridge in the morning and fruit at night."}},
    {"enjoys", {"Music from the fifties, knitting and the garden.", "Football on the radio and a game of cards."}},
    {"can_do", {"I wash my face and shave myself. I choose my clothes.", "I can eat by myself and make my bed."}},
    {"please_do_not",
     {"Do not call me love. Do not move my chair.", "Do not leave the television on all day.",
      "Do not talk over my head."}},
};

const std::vector<std::string> sentences{"Likes a cup of tea in the morning.", "Sleeps well most nights.",
                                         "Please check again next week.",      "Family visit on Sunday afternoon.",
                                         "No change since the last review.",   "Enjoys music and old films."};

}  // namespace

std::vector<std::string> phrases_for(const Field& field) {
  const std::string name = in_small_letters(field.table.empty() ? field.name : field.column);
  for (const Bank& bank : banks)
    if (name.find(bank.about) != std::string::npos) return bank.phrases;
  return {};
}

const std::vector<std::string>& common_sentences() {
  return sentences;
}

}  // namespace carescan::rehearsal
