import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import "./globals.css";

export const metadata: Metadata = {
  title: "Genga",
  description: "Key drawings on a timeline, in-betweens by a model, one storyboard film.",
};

export const viewport: Viewport = { themeColor: "#18181b", colorScheme: "dark" };

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
