import type { EndpointShape, InputShape } from "./app-shape.ts";

const image = (name: string): InputShape => ({ name, component: "Image" });
const text = (name: string): InputShape => ({ name, component: "Textbox" });
const slider = (
  name: string,
  minimum: number,
  maximum: number,
  value: number,
  step = 1,
): InputShape => ({
  name,
  component: "Slider",
  value,
  props: { minimum, maximum, step },
});
const check = (name: string, value: boolean): InputShape => ({
  name,
  component: "Checkbox",
  value,
});
const choice = (name: string, ...choices: string[]): InputShape => ({
  name,
  component: "Dropdown",
  value: choices[0],
  props: { choices },
});
const app = (
  apiName: string,
  inputs: readonly InputShape[],
  outputs = ["Video"],
): EndpointShape => ({
  apiName,
  inputs,
  outputs,
});

const toonCrafterInputs: readonly InputShape[] = [
  image("image"),
  text("prompt"),
  slider("steps", 1, 60, 50),
  slider("cfg_scale", 1, 15, 7.5, 0.5),
  slider("eta", 0, 1, 1, 0.1),
  slider("fs", 5, 30, 10),
  slider("seed", 0, 50_000, 123),
  // Announced as optional, and broken without it.
  { name: "image2", component: "Image", value: null },
];
export const TOON_CRAFTER_SHAPE = app("get_image", toonCrafterInputs);

/** The signatures of public two-image apps that were read for the design, each with its first and last image. */
export const TWO_IMAGE_APPS: readonly {
  of: string;
  shape: EndpointShape;
  first: string;
  last: string;
}[] = [
  { of: "ToonCrafter", shape: TOON_CRAFTER_SHAPE, first: "image", last: "image2" },
  {
    of: "DynamiCrafter",
    shape: app("get_image_1", toonCrafterInputs),
    first: "image",
    last: "image2",
  },
  {
    of: "Wan 2.2 first-last",
    shape: app(
      "generate_video",
      [
        image("start_image_pil"),
        image("end_image_pil"),
        text("prompt"),
        { name: "negative_prompt", component: "Textbox", value: "blurry" },
        slider("duration_seconds", 0.5, 5.1, 2.1, 0.1),
        slider("steps", 1, 30, 8),
        slider("guidance_scale", 0, 10, 1, 0.5),
        slider("guidance_scale_2", 0, 10, 1, 0.5),
        slider("seed", 0, 2_147_483_647, 42),
        check("randomize_seed", true),
      ],
      ["Video", "Slider"],
    ),
    first: "start_image_pil",
    last: "end_image_pil",
  },
  {
    of: "Wan 2.2 preview",
    shape: app(
      "generate_video",
      [
        image("input_image"),
        { name: "last_image", component: "Image", value: null },
        text("prompt"),
        slider("steps", 1, 30, 6),
        { name: "negative_prompt", component: "Textbox", value: "" },
        slider("duration_seconds", 0.5, 10, 3.5, 0.1),
        slider("guidance_scale", 0, 10, 1, 0.5),
        slider("guidance_scale_2", 0, 10, 1, 0.5),
        slider("seed", 0, 2_147_483_647, 42),
        check("randomize_seed", false),
        slider("quality", 1, 10, 6),
        choice("scheduler", "UniPC", "Euler"),
        slider("flow_shift", 0, 10, 3, 0.1),
        choice("frame_multiplier", "16", "32"),
        check("video_component", true),
      ],
      ["Video", "File", "Slider"],
    ),
    first: "input_image",
    last: "last_image",
  },
  {
    of: "Wan 2.1 FLF2V",
    shape: app("flf2v_generation", [
      text("flf2vid_prompt"),
      image("flf2vid_image_first"),
      image("flf2vid_image_last"),
      choice("resolution", "720P"),
      slider("sd_steps", 1, 1_000, 50),
      slider("guide_scale", 0, 20, 5),
      slider("shift_scale", 0, 20, 5),
      slider("seed", -1, 2_147_483_647, -1),
      text("n_prompt"),
    ]),
    first: "flf2vid_image_first",
    last: "flf2vid_image_last",
  },
  {
    of: "Open-Sora-Plan",
    shape: app(
      "run",
      [
        text("prompt"),
        image("image_1"),
        image("image_2"),
        slider("seed", 0, 203_279, 0),
        slider("num_frames", 29, 93, 29, 4),
        slider("num_samples", 1, 4, 1),
        slider("guidance_scale", 1, 20, 7.5, 0.5),
        slider("inference_steps", 1, 100, 50),
        check("randomize_seed", true),
      ],
      ["Video", "Slider"],
    ),
    first: "image_1",
    last: "image_2",
  },
  {
    of: "FramePack",
    shape: app("process", [
      image("input_image"),
      image("end_image"),
      text("prompt"),
      text("n_prompt"),
      { name: "seed", component: "Number", value: 31_337 },
      slider("total_second_length", 1, 120, 5, 0.1),
      slider("latent_window_size", 1, 33, 9),
      slider("steps", 1, 100, 25),
      slider("cfg", 1, 32, 1, 0.01),
      slider("gs", 1, 32, 10, 0.01),
      slider("rs", 0, 1, 0, 0.01),
    ]),
    first: "input_image",
    last: "end_image",
  },
  {
    of: "LTX community",
    shape: app(
      "Video_Generation",
      [
        text("prompt"),
        image("input_image_start"),
        image("input_image_end"),
        { name: "seed", component: "Number", value: 0 },
        choice("duration_dropdown", "5 s", "10 s"),
        choice("resolution_dropdown", "480p", "720p"),
        choice("aspect_ratio_dropdown", "16:9", "1:1"),
        slider("guide_scale", 1, 10, 5),
        slider("audio_cfg", 1, 10, 5),
        slider("num_steps", 1, 60, 30),
      ],
      ["Video", "Textbox"],
    ),
    first: "input_image_start",
    last: "input_image_end",
  },
  {
    of: "LTX first-last",
    shape: app("generate_video", [
      image("first_image"),
      image("last_image"),
      text("prompt"),
      slider("duration_seconds", 1, 10, 4),
      slider("steps", 1, 60, 30),
      check("randomize_seed", true),
    ]),
    first: "first_image",
    last: "last_image",
  },
  {
    of: "ToonCrafter with sketch guidance",
    shape: app("get_image", [
      ...toonCrafterInputs,
      { name: "frame_guides", component: "Video", value: null },
      slider("control_scale", 0, 1, 0.6, 0.1),
    ]),
    first: "image",
    last: "image2",
  },
];

/** Apps that can't be called for drawing between two images, each with a word of the reason. */
export const OTHER_APPS: readonly { of: string; shape: EndpointShape; reason: RegExp }[] = [
  { of: "one image", shape: app("go", [image("image"), text("prompt")]), reason: /one image only/ },
  { of: "no image", shape: app("go", [text("prompt")]), reason: /no images/ },
  {
    of: "a list of images (ToonComposer)",
    shape: app("go", [{ name: "images", component: "Gallery" }, text("frame_indices")]),
    reason: /no images/,
  },
  {
    of: "pictures only",
    shape: app("go", [image("start"), image("end")], ["Image"]),
    reason: /no video/,
  },
  {
    of: "state (Framer)",
    shape: app("go", [{ name: "tracks", component: "State" }, image("first"), image("last")]),
    reason: /done on its page/,
  },
  {
    of: "state all over (FramePack-eichi)",
    shape: app("go", [
      image("input_image"),
      image("end_frame"),
      text("prompt"),
      ...["keyframes", "sections", "queue"].map((name) => ({ name, component: "State" })),
      slider("seed", 0, 2_147_483_647, 1),
    ]),
    reason: /done on its page/,
  },
  {
    of: "a video that it needs",
    shape: app("go", [image("first"), image("last"), { name: "motion", component: "Video" }]),
    reason: /needs “motion”/,
  },
  { of: "a mask", shape: app("go", [image("image"), image("mask_image")]), reason: /mask/ },
  {
    of: "three images alike",
    shape: app("go", [image("a"), image("b"), image("c")]),
    reason: /3 images/,
  },
  {
    of: "a workbench (VideoX-Fun)",
    shape: app("go", [
      image("start_image"),
      image("end_image"),
      ...Array.from({ length: 40 }, (_, place) => slider(`knob_${place}`, 0, 1, 0, 0.1)),
    ]),
    reason: /42 inputs/,
  },
];
