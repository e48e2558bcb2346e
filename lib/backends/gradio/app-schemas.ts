import * as z from "zod/mini";

/** Only what Genga uses of what a Gradio server says of itself; the rest is let through unread. */
export const configSchema = z.looseObject({
  version: z.string().check(z.maxLength(64)),
  api_prefix: z.optional(z.nullable(z.string().check(z.regex(/^(\/[\w-]{1,64}){0,4}$/)))),
  space_id: z.optional(z.nullable(z.string().check(z.maxLength(200)))),
  app_id: z.optional(z.unknown()),
  components: z
    .array(
      z.looseObject({
        id: z.int(),
        type: z.optional(z.string().check(z.maxLength(100))),
        props: z.optional(z.looseObject({})),
        skip_api: z.optional(z.boolean()),
      }),
    )
    .check(z.maxLength(5_000)),
  dependencies: z
    .array(
      z.looseObject({
        id: z.optional(z.int()),
        api_name: z.optional(z.union([z.string().check(z.maxLength(200)), z.boolean(), z.null()])),
        inputs: z.array(z.int()).check(z.maxLength(500)),
      }),
    )
    .check(z.maxLength(2_000)),
});
export type GradioConfig = z.infer<typeof configSchema>;

const label = z.optional(z.nullable(z.string()));

const parameterSchema = z.looseObject({
  label,
  parameter_name: z.optional(z.nullable(z.string())),
  parameter_has_default: z.optional(z.boolean()),
  parameter_default: z.optional(z.unknown()),
  type: z.optional(z.unknown()),
  component: z.optional(z.string().check(z.maxLength(100))),
});
export type InfoParameter = z.infer<typeof parameterSchema>;

const endpointSchema = z.looseObject({
  parameters: z.array(parameterSchema).check(z.maxLength(200)),
  returns: z
    .array(z.looseObject({ label, component: z.optional(z.string().check(z.maxLength(100))) }))
    .check(z.maxLength(200)),
});
export type InfoEndpoint = z.infer<typeof endpointSchema>;

export const infoSchema = z.looseObject({
  named_endpoints: z.record(z.string().check(z.maxLength(200)), endpointSchema),
});
