using ModelGen.Data;

namespace Gan;

/// <summary>A picture of the first 64 images, eight in a row.</summary>
internal static class Picture
{
    private const int Side = 28, Columns = 8;

    public static void Save(string path, float[] images)
    {
        const int Width = Side * Columns;
        byte[] pixels = new byte[Width * Width];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i % Width, y = i / Width, image = (y / Side * Columns) + (x / Side);
            float pixel = images[(image * Side * Side) + (y % Side * Side) + (x % Side)];
            pixels[i] = (byte)Math.Clamp((int)((pixel + 1) * 127.5f), 0, 255);
        }

        new ByteImage(1, Width, Width, pixels).Enlarge(2).WritePng(path);
    }
}
