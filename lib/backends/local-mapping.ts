import type { EndpointMapping } from "./gradio/endpoint-mapping.ts";

/**
 * How the in-betweener that `npm start` runs is called: by the drawings alone. A project's prompt and a locked seed stay
 * out, as it would draw the same with them, and refuse a seed that is larger than ToonCrafter's.
 */
export const LOCAL_MAPPING: EndpointMapping = {
  mappingVersion: 1,
  apiName: "/get_image",
  fingerprint: null,
  sources: {
    image: { from: "first-image" },
    prompt: { from: "constant", value: "" },
    image2: { from: "last-image" },
  },
  outputIndex: 0,
};
