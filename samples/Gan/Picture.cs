using Samples;

namespace Gan;

/// <summary>A picture of the first 64 images, eight in a row.</summary>
internal static class Picture
{
    private const int Columns = 8;

    public static void Save(string path, float[] images)
    {
        ImageGrid grid = new(Columns, Columns, gap: 0);
        foreach ((int at, float[] image) in images.Chunk(Generator.OutputSize).Take(Columns * Columns).Index())
            grid.Set(at / Columns, at % Columns, [.. image.Select(pixel => (pixel + 1) / 2)]);
        grid.Save(path);
    }
}
