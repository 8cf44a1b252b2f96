import type { ToolSpecification, WellFormedCall } from '../../engine/message.ts';
import { parseArguments, withParameterNames } from '../../tools/parseArguments.ts';
import type { Tool } from '../../tools/tool.ts';
import { toolList } from '../../tools/toolList.ts';
import { toolSpecification } from '../../tools/toolSpecification.ts';
import type { ToolcallTask } from '../task.ts';
import { isRecord, readText, typeProblem } from './valueType.ts';

/**
 * How an engine gives the values of a call. `text`: as raw text, whatever the type, which is how Qwen 3.5 writes them and the
 * local engine hands them on. `typed`: as JSON values, which is what servers send; there a string where an integer is due
 * is the model's mistake, even though the extension would put up with it.
 */
export type ArgumentForm = 'text' | 'typed';

export type CallReading =
  | { readonly kind: 'read'; readonly name: string; readonly values: Readonly<Record<string, unknown>> }
  | { readonly kind: 'wrong'; readonly problem: string };

/**
 * What a call means. With the extension's own tools that is what the extension makes of it: other names for a parameter,
 * blanks around a path and an empty value for none are forgiven as they are in a chat. A task's own tools are taken by
 * their schemas to the letter.
 */
export function readCall(call: WellFormedCall, tools: ToolcallTask['tools'], form: ArgumentForm): CallReading {
  if (tools === undefined) {
    const tool = toolList.find(({ name }) => name === call.name);
    return tool === undefined ? unknownTool(call.name) : readOwnCall(call, tool, form);
  }
  const tool = tools.find(({ name }) => name === call.name);
  return tool === undefined ? unknownTool(call.name) : readForeignCall(call, tool, form);
}

function readOwnCall(call: WellFormedCall, tool: Tool, form: ArgumentForm): CallReading {
  if (form === 'typed') {
    const properties = propertiesOf(toolSpecification(tool));
    const named = withParameterNames(call.arguments, Object.keys(properties));
    for (const [name, value] of Object.entries(named)) {
      // Servers with strict schemas make models write null for what is left out.
      const problem = value === null ? undefined : typeProblem(value, properties[name]);
      if (problem !== undefined) return { kind: 'wrong', problem: `${name} ${problem}` };
    }
  }
  const parsed = parseArguments(tool, call.arguments);
  if (parsed.kind === 'invalid') return { kind: 'wrong', problem: parsed.problem };
  // Every tool takes an object.
  const values = isRecord(parsed.input) ? parsed.input : {};
  const present = Object.entries(values).filter(([, value]) => value !== undefined);
  return { kind: 'read', name: call.name, values: Object.fromEntries(present) };
}

function readForeignCall(call: WellFormedCall, tool: ToolSpecification, form: ArgumentForm): CallReading {
  const properties = propertiesOf(tool);
  const values: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(call.arguments)) {
    if (!Object.hasOwn(properties, name)) return { kind: 'wrong', problem: `unknown parameter ${name}` };
    const value = form === 'text' && typeof given === 'string' ? readText(given, properties[name]) : given;
    const problem = typeProblem(value, properties[name]);
    if (problem !== undefined) return { kind: 'wrong', problem: `${name} ${problem}` };
    values[name] = value;
  }
  return { kind: 'read', name: call.name, values };
}

function unknownTool(name: string): CallReading {
  return { kind: 'wrong', problem: `there is no tool ${name}` };
}

function propertiesOf({ parameters }: Pick<ToolSpecification, 'parameters'>): Readonly<Record<string, unknown>> {
  const { properties } = parameters;
  return isRecord(properties) ? properties : {};
}
