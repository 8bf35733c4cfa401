using ModelGen.Data;

namespace Teachers;

/// <summary>Five classes to tell apart: images to learn from, and others.</summary>
/// <param name="Inputs">Images to learn from, each 28 · 28 pixels.</param>
/// <param name="Labels">Their classes in this task, 0 to 4.</param>
/// <param name="OtherInputs">Images to ask for.</param>
/// <param name="OtherLabels">Their classes.</param>
public sealed record ImageTask(float[] Inputs, int[] Labels, float[] OtherInputs, int[] OtherLabels);

/// <summary>Where tasks come from: classes of clothes, each turned by 0, 90, 180 or 270 degrees, which makes four classes of one.</summary>
internal sealed class TaskSource
{
    private const int Turns = 4, Side = 28, Pixels = Side * Side;
    private readonly Dataset<int> _images;
    private readonly int[][] _members;

    /// <param name="images">Images of all classes.</param>
    /// <param name="classes">The classes that tasks are made of.</param>
    public TaskSource(Dataset<int> images, int[] classes)
    {
        _images = images;
        _members = [.. classes.Select(kind => Enumerable.Range(0, images.Count).Where(i => images.Target(i)[0] == kind).ToArray())];
    }

    /// <summary>How many classes there are, with all turns.</summary>
    public int Count => _members.Length * Turns;

    /// <summary>Draws a task.</summary>
    /// <param name="shots">Images of each class to learn from.</param>
    /// <param name="others">Others of each class.</param>
    /// <param name="random">Draws the classes, their order and the images.</param>
    public ImageTask Draw(int shots, int others, Random random)
    {
        int[] classes = [.. Enumerable.Range(0, Count)];
        random.Shuffle(classes);
        int ways = TaskNet.OutputSize;
        float[] inputs = new float[ways * shots * Pixels], otherInputs = new float[ways * others * Pixels];
        int[] labels = new int[ways * shots], otherLabels = new int[ways * others];
        for (int label = 0; label < ways; label++)
        {
            HashSet<int> images = [];
            int[] members = _members[classes[label] / Turns];
            while (images.Count < shots + others) images.Add(members[random.Next(members.Length)]);
            foreach ((int at, int image) in images.Index())
            {
                bool first = at < shots;
                int place = first ? (label * shots) + at : (label * others) + at - shots;
                Turned(image, classes[label] % Turns, (first ? inputs : otherInputs).AsSpan(place * Pixels, Pixels));
                (first ? labels : otherLabels)[place] = label;
            }
        }

        return new ImageTask(inputs, labels, otherInputs, otherLabels);
    }

    /// <summary>Draws images of all classes, with all turns.</summary>
    /// <param name="count">How many.</param>
    /// <param name="random">Draws them.</param>
    public (float[] Inputs, int[] Labels) DrawAll(int count, Random random)
    {
        float[] inputs = new float[count * Pixels];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = random.Next(Count);
            int[] members = _members[labels[i] / Turns];
            Turned(members[random.Next(members.Length)], labels[i] % Turns, inputs.AsSpan(i * Pixels, Pixels));
        }

        return (inputs, labels);
    }

    private void Turned(int image, int turn, Span<float> destination)
    {
        Span<float> upright = stackalloc float[Pixels];
        _images.CopyInput(image, upright);
        for (int i = 0; i < Pixels; i++)
        {
            (int row, int column) = (i / Side, i % Side);
            for (int k = 0; k < turn; k++) (row, column) = (column, Side - 1 - row);
            destination[i] = upright[(row * Side) + column];
        }
    }
}
