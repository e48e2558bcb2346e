import { writeFile } from "node:fs/promises";
import { Client, handle_file } from "@gradio/client";

/** The same drawing by a script of the published client: connect, send two images, wait, fetch the video, keep it. */
export async function drawWithBareClient(options: {
  url: string;
  first: Uint8Array;
  last: Uint8Array;
  outputPath: string;
}): Promise<void> {
  const { url, outputPath } = options;
  const client = await Client.connect(url, { events: ["data", "status"] });
  try {
    const image = handle_file(new Blob([new Uint8Array(options.first)]));
    const image2 = handle_file(new Blob([new Uint8Array(options.last)]));
    const settings = { prompt: "", steps: 50, cfg_scale: 7.5, eta: 1, fs: 10, seed: 1 };
    const { data } = await client.predict("/get_image", { image, ...settings, image2 });
    // The endpoint's one output, in either shape that Gradio gives videos in.
    const [video] = data as [{ path: string; video?: { path: string } }];
    const { path } = video.video ?? video;
    const answer = await fetch(`${url}/gradio_api/file=${encodeURI(path)}`);
    if (!answer.ok) throw new Error(`no video: ${answer.status}`);
    await writeFile(outputPath, new Uint8Array(await answer.arrayBuffer()));
  } finally {
    client.close();
  }
}
