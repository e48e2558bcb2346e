/** Frame sizes that projects start from: film and broadcast shapes, a phone's, and ToonCrafter's own. */
export const FRAME_SIZES: readonly { width: number; height: number; name: string }[] = [
  { width: 1920, height: 1080, name: "Full HD 16:9" },
  { width: 1280, height: 720, name: "HD 16:9" },
  { width: 1024, height: 640, name: "Storyboard 8:5" },
  { width: 512, height: 320, name: "ToonCrafter 8:5" },
  { width: 1998, height: 1080, name: "Flat 1.85:1" },
  { width: 2048, height: 858, name: "Scope 2.39:1" },
  { width: 1440, height: 1080, name: "Academy 4:3" },
  { width: 1080, height: 1080, name: "Square" },
  { width: 1080, height: 1920, name: "Phone 9:16" },
];
