/** Values against the types of a JSON Schema: as much of it as tools use to say what an argument is. */

type Schema = Readonly<Record<string, unknown>>;

/** Why the value is not of the type, in a clause that follows its name; `undefined` when it is. */
export function typeProblem(value: unknown, schema: unknown): string | undefined {
  if (!isRecord(schema)) return undefined;
  const alternatives = Array.isArray(schema['anyOf']) ? schema['anyOf'] : undefined;
  if (alternatives !== undefined) {
    const problems = alternatives.map((alternative) => typeProblem(value, alternative));
    return problems.includes(undefined) ? undefined : problems[0];
  }
  const types = typesOf(schema);
  if (types.length > 0 && !types.some((type) => isOfType(value, type))) {
    return `is ${nameType(value)} where ${types.join(' or ')} is due`;
  }
  return partProblem(value, schema);
}

function partProblem(value: unknown, schema: Schema): string | undefined {
  if (Array.isArray(value)) {
    for (const item of value) {
      const problem = typeProblem(item, schema['items']);
      if (problem !== undefined) return `has an item that ${problem}`;
    }
  } else if (isRecord(value) && isRecord(schema['properties'])) {
    for (const [name, part] of Object.entries(value)) {
      const problem = typeProblem(part, schema['properties'][name]);
      if (problem !== undefined) return `has ${name}, which ${problem}`;
    }
  }
  return undefined;
}

/**
 * What a text stands for where the schema wants something else: an engine that writes arguments as raw text leaves that to
 * the schema. A text that cannot be read so stays a text, and is then of the wrong type.
 */
export function readText(text: string, schema: unknown): unknown {
  const types = isRecord(schema) ? typesOf(schema) : [];
  if (types.length === 0 || types.includes('string')) return text;
  try {
    // Python's words for JSON's, which models mix up.
    const value: unknown = JSON.parse(text.trim().replace(/^(?:True|False|None)$/, (word) => jsonWords[word] ?? word));
    return types.some((type) => isOfType(value, type)) ? value : text;
  } catch {
    return text;
  }
}

const jsonWords: Readonly<Record<string, string>> = { True: 'true', False: 'false', None: 'null' };

function typesOf(schema: Schema): readonly string[] {
  const types = Array.isArray(schema['type']) ? schema['type'] : [schema['type']];
  return types.filter((type) => typeof type === 'string');
}

/** A type that is not known lets everything pass. A whole number is a number too, as it is in JSON. */
function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'string':
    case 'boolean':
      return typeof value === type;
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isRecord(value);
    case 'null':
      return value === null;
    default:
      return true;
  }
}

function nameType(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
