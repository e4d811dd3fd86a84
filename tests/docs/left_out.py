"""What run-commands does not run, and why; what it runs before a page; what it ends with Ctrl-C."""

# Commands (how they begin, as a regular expression) → why they are not run here, and what tries them instead.
LEFT_OUT = {
    r"git clone <": "the repository's address is yours",
    r"scripts/demo": "installs packages and builds; its commands are those of docs/first-batch.md",
    r"scripts/test\b|cmake --preset dev |cmake --preset asan ": "runs this very test",
    r"scripts/conformance": "needs Java and Maven",
    r"scripts/fuzz|ctest --test-dir build/release -L fuzz": "minutes to hours; the fuzz/ tests run every target",
    r"clang-format -i": "changes the source tree",
    r"scripts/bench/": "a measurement: minutes to hours",
    r"scripts/build-forms": "prints with Chromium into the source tree",
    r"carescan template test tests/bench/forms|for f in care-plan observations|carescan read in --out out && jq": "a measurement: minutes",
    r"carescan template test templates --forms 10": "half an hour; tests/cli/template_test_test.cpp runs such",
    r"carescan push OUT --to https://fhir.example/r4 --token-file token.txt$": "needs a server; tests/cli/push_test.cpp has one",
    r"cmake --preset release|cmake --install build/release|cmake -S examples/read_page|build/example/":
        "package/find_package builds and installs",
    r"cd build/release && cpack|apt-get ": "package/deb and package/chroot make, install and remove it",
    r"sbatch ": "needs Slurm; tests/cluster/slurm starts one",
    r"mkdir release|scripts/sign-release": "needs your key; package/signature makes one",
}

# Page → commands that put there what its commands speak of.
AHEAD = {
    "docs/push.md": ["carescan read scans --out OUT --quiet", "(umask 077; echo made-up >token.txt)"],
    "docs/cli.md": [
        "mkdir -p old && cp -r templates/care-plan old && cp -r templates/lexicons old && python3 tests/docs/older_form.py old/care-plan/form.json",
        "carescan read samples/care-plan/jpeg.pdf samples/care-plan/tiff.tif --templates old --out last-year --quiet",
    ],
    "docs/your-first-form.md": [
        "cp docs/examples/fridge-log/blank.pdf fridge.pdf",
        "carescan synth docs/examples/turning-chart --out painted && cp painted/*.pdf scan.pdf",
    ],
}

# What serves or watches until Ctrl-C (how it begins) → what it says when it is ready.
UNTIL_CTRL_C = {
    "carescan review": "http://127.0.0.1",
    "carescan read scans/ --out out --watch": "waiting for more",
}
