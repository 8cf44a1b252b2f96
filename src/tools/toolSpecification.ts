import * as z from 'zod';
import type { ToolSpecification } from '../engine/message.ts';
import type { Tool } from './tool.ts';

/** How a tool is described to a model: name, description and the JSON Schema of its parameters, as short as it goes. */
export function toolSpecification(tool: Tool): ToolSpecification {
  const { $schema: _dialect, ...parameters } = z.toJSONSchema(tool.input, {
    io: 'input',
    override: ({ jsonSchema }) => {
      // Limits that tell a model nothing, and cost tokens in every prompt.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      delete jsonSchema.minLength;
      delete jsonSchema.additionalProperties;
    },
  });
  return { name: tool.name, description: tool.description, parameters };
}
