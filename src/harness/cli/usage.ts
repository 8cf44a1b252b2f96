import { presets } from '../../providers/presets.ts';

/** What `--help` prints: every command, option and exit code. */
export function usage(): string {
  return `Usage: parity-bench COMMAND [OPTIONS]

Makes a benchmark out of a repository, runs models on it, and reports what they solved.
Nothing in the repository is changed: tasks and tests run in copies, in a sandbox where the system has one.

Commands
  run                     make tasks (or take --tasks), run the engines on them, write the report. Several engines
                          are compared: the same tasks, prompts and limits, in changing order
  mine                    only make tasks: writes task-set.jsonl
  report FOLDER           write report.html, results.csv and share.json of a run anew
  merge FOLDER...         join the shards of one run into --out
  import FILE [ANSWERS]   turn HumanEval, HumanEval-Infilling or function-calling lines into a task file, --out
  list                    the runs in --out, the newest first

Tasks
  --repo FOLDER           the repository; default: the folder you are in
  --tasks FILE            tasks made before, by mine or import
  --size SIZE             quick (30 tasks), standard (120), full (240), or a number; default: quick
  --families LIST         of infill,body,bugfix,replay,toolcall,agent; default: all
  --since DATE            holes and commits only from code written since, such as 2026-03-01, or any; default: since the
                          newest of the models was released, where that is known, as they cannot have seen it
  --seed TEXT             what is drawn by lot, and what the models are given; default: parity

Engines
  --engine ENGINE         may be given several times:
                            starter            the model that comes with Parity
                            local:PATH         a GGUF file
                            PRESET:MODEL[@URL] a server; URL is needed where the preset has no fixed one
  --context N             tokens of a local model's context; default: 16384
  --key-env NAME          environment variable that holds the key; PRESET=NAME for one of several servers
  --samples N             answers to each task; default: 1, or 3 with a server that is not on this machine
  --thinking              let models think where they can
  --parallel N            requests at once to a server; default: 1
  --allow-network         allow servers that are not on this machine. Code of the repository is sent to them.

Limits; whatever is missing then is done when the run is resumed
  --max-usd N             holds for all engines together, also over interruptions; none for no limit. Needed for a
                          model that costs money, and refused for one whose price is not known
  --price MODEL=IN/OUT    what a model costs, in USD per million tokens; IN/OUT/CACHED where reading from the cache has
                          a price of its own. Goes before what Parity knows, and may be given several times
  --max-tokens N
  --max-minutes N

Energy of models on this machine; measured where its counters can be read (Linux: RAPL, nvidia-smi)
  --watts ACTIVE/IDLE     what the machine takes, such as 350/60, where it cannot measure
  --kwh-usd N             what a kilowatt hour costs
  --hardware USD/YEARS    what the machine cost and how long it is used, such as 1999/3

Other
  --container PROGRAM:IMAGE
                          run tests in containers of docker or podman, with the programs of an image that is on
                          this machine, such as docker:node:22-bookworm
  --out FOLDER            where the run is kept; the same folder again resumes it
  --shard K/N             only the Kth of N parts of the run; give the same --seed and --tasks to all
  --yes                   ask nothing
  --json                  print the result as JSON
  --help, --version

Presets: ${presets.map(({ id }) => id).join(', ')}.

Exit codes
  0    done
  1    something failed
  2    the command was not understood, or is not allowed
  3    done in part: fewer tasks could be made than mine was asked for, a limit was reached, an engine failed, a shard is
       missing, or some lines could not be read
  130  interrupted; the same command goes on

Progress goes to standard error, results to standard output.
`;
}
