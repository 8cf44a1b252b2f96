/**
 * Tool calls in the format of the Berkeley Function-Calling Leaderboard, v3: `question` (turns of messages), `function`
 * (specifications), and `ground_truth` in the same line or in that of a `possible_answer` file: per call a name with, for
 * each argument, the values that are accepted, `""` among them when it may be left out. One turn alone is taken.
 */
import * as z from 'zod';
import { nameTask } from '../digest.ts';
import { isRecord } from '../scoring/valueType.ts';
import { type ExpectedCall, type ToolcallTask, taskSchemaVersion } from '../task.ts';
import { FieldError, parseLine } from './lineProblem.ts';

type Line = Readonly<Record<string, unknown>>;
type Json = z.infer<ReturnType<typeof z.json>>;

const messageSchema = z.object({ role: z.string(), content: z.string() });
const lineSchema = z.object({
  id: z.string().min(1),
  question: z.union([z.string().min(1), z.array(z.union([messageSchema, z.array(messageSchema)])).min(1)]),
  function: z.union([z.array(z.unknown()).min(1), z.record(z.string(), z.unknown()).transform((one) => [one])]),
});
const toolSchema = z.object({
  name: z.string().min(1),
  description: z.string().default(''),
  parameters: z.record(z.string(), z.json()),
});
const truthSchema = z.array(z.record(z.string(), z.record(z.string(), z.array(z.json()).min(1))));

export function isFunctionCalling(line: Line): boolean {
  return 'question' in line && 'function' in line;
}

export async function readFunctionCalling(line: Line, answer: unknown): Promise<ToolcallTask> {
  const { id, question, function: functions } = parseLine(lineSchema, line);
  const tools = functions.map((given, index) => {
    const { name, description, parameters } = parseWithin(toolSchema, given, `function.${index}`);
    return { name, description, parameters: jsonSchemaOf(parameters) };
  });
  const truth = line['ground_truth'] ?? answer;
  const isIrrelevant = truth === undefined && /irrelevance/.test(id);
  if (truth === undefined && !isIrrelevant) throw new FieldError('ground_truth', 'is missing');
  const expected = isIrrelevant ? [] : parseWithin(truthSchema, truth, 'ground_truth').flatMap(expectedCalls);
  return nameTask({
    schema: taskSchemaVersion,
    family: 'toolcall' as const,
    language: 'plaintext',
    base: { kind: 'files' as const, files: [] },
    cluster: id,
    date: null,
    category: categoryOf(expected.length, tools.length),
    question: questionText(question),
    tools,
    expected,
  });
}

function parseWithin<Shape>(schema: z.ZodType<Shape>, value: unknown, field: string): Shape {
  try {
    return parseLine(schema, value);
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    throw new FieldError([field, error.field].filter((part) => part !== '').join('.'), error.problem);
  }
}

function categoryOf(calls: number, tools: number): ToolcallTask['category'] {
  if (calls === 0) return 'irrelevance';
  if (calls > 1) return 'parallel';
  return tools > 1 ? 'choice' : 'simple';
}

function questionText(question: z.infer<typeof lineSchema>['question']): string {
  if (typeof question === 'string') return question;
  const turns = question.map((turn) => (Array.isArray(turn) ? turn : [turn]));
  if (turns.length > 1 && turns.some((turn) => turn.length > 1)) {
    throw new FieldError('question', 'has several turns, and one alone can be taken');
  }
  const text = turns
    .flat()
    .map(({ content }) => content.trim())
    .filter((content) => content !== '')
    .join('\n\n');
  if (text === '') throw new FieldError('question', 'is empty');
  return text;
}

function expectedCalls(call: Readonly<Record<string, Readonly<Record<string, readonly Json[]>>>>): ExpectedCall[] {
  return Object.entries(call).map(([name, given]) => ({
    name,
    arguments: Object.fromEntries(
      Object.entries(given).map(([parameter, values]) => [
        parameter,
        { accepted: values.flatMap(alternativesOf), required: !values.includes('') },
      ]),
    ),
  }));
}

const mostAlternatives = 64;

/** An object among the accepted values has for each of its own fields the values that are accepted. */
function alternativesOf(value: Json): Json[] {
  if (!isRecord(value)) return [value];
  let made: Record<string, Json>[] = [{}];
  for (const [name, values] of Object.entries(value)) {
    const choices = Array.isArray(values) ? values : [values];
    made = made.flatMap((object) =>
      choices.flatMap((choice: Json) =>
        choice === '' ? [object] : alternativesOf(choice).map((part) => ({ ...object, [name]: part })),
      ),
    );
    if (made.length > mostAlternatives) throw new FieldError('ground_truth', 'accepts too many different objects');
  }
  return made;
}

/** The sets name some types as Python does. */
const typeNames: Readonly<Record<string, string>> = { dict: 'object', float: 'number', tuple: 'array', list: 'array' };

function jsonSchemaOf(schema: Readonly<Record<string, Json>>): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(schema).flatMap(([key, value]): [string, Json][] => {
      if (key === 'type' && typeof value === 'string') return value === 'any' ? [] : [[key, typeNames[value] ?? value]];
      if (key === 'properties' && isRecord(value)) {
        const parts = Object.entries(value).map(([name, part]): [string, Json] => [name, nested(part)]);
        return [[key, Object.fromEntries(parts)]];
      }
      return [[key, key === 'items' ? nested(value) : value]];
    }),
  );
}

function nested(value: Json | undefined): Json {
  return isRecord(value) ? jsonSchemaOf(value) : (value ?? null);
}
