import type { ToolSpecification, WellFormedCall } from '../engine/message.ts';

/**
 * A call's arguments as its schema has them. A local model writes every value as text, and a program that asks over HTTP
 * validates what it gets: text becomes what the schema wants where it can be read as that, and stays text otherwise.
 */
export function typedArguments(
  call: WellFormedCall,
  tools: readonly ToolSpecification[],
): Readonly<Record<string, unknown>> {
  const tool = tools.find(({ name }) => name === call.name);
  const properties = recordOf(tool?.parameters['properties']);
  const typed = Object.entries(call.arguments).map(([name, value]) => [
    name,
    typeof value === 'string' && Object.hasOwn(properties, name) ? typedValue(value, properties[name]) : value,
  ]);
  return Object.fromEntries(typed);
}

function typedValue(text: string, schema: unknown): unknown {
  const types = typesOf(recordOf(schema));
  // Text is what it is where text will do; also where the schema does not say.
  if (types.size === 0 || types.has('string')) return text;
  const value = parse(text);
  return types.has(typeName(value)) || (types.has('number') && typeof value === 'number') ? value : text;
}

/** Names of the JSON types that `schema` allows, as far as it says so plainly. */
function typesOf(schema: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const { type, anyOf, oneOf, enum: values, const: only } = schema;
  const named = Array.isArray(type) ? type : [type];
  const choices = [anyOf, oneOf].flatMap((list) => (Array.isArray(list) ? list : []));
  const listed = [...(Array.isArray(values) ? values : []), ...(only === undefined ? [] : [only])];
  return new Set([
    ...named.filter((name): name is string => typeof name === 'string'),
    ...choices.flatMap((choice) => [...typesOf(recordOf(choice))]),
    ...listed.map(typeName),
  ]);
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** JSON, and the capital letters that models trained on Python give truth and nothing. */
function parse(text: string): unknown {
  const trimmed = text.trim();
  if (/^(?:true|false|null)$/i.test(trimmed)) return JSON.parse(trimmed.toLowerCase());
  if (trimmed === 'None') return null;
  try {
    return JSON.parse(trimmed);
  } catch {
    return text;
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
