using System.Text.RegularExpressions;
using PureHDF;

namespace ModelGen.Keras;

/// <summary>Finds the layers in a file. Keras 2 lists them in attributes; Keras 3 has a group for each, its variables numbered.</summary>
internal static partial class KerasFile
{
    private const int Deepest = 16, MostLayers = 100_000;

    /// <summary>What the variables are called, in their order, by the layer's kind.</summary>
    private static readonly Dictionary<string, string[]> s_variables = new(StringComparer.Ordinal)
    {
        ["dense"] = ["kernel", "bias"],
        ["conv1d"] = ["kernel", "bias"],
        ["conv2d"] = ["kernel", "bias"],
        ["conv3d"] = ["kernel", "bias"],
        ["conv2d_transpose"] = ["kernel", "bias"],
        ["depthwise_conv2d"] = ["kernel", "bias"],
        ["embedding"] = ["embeddings"],
        ["batch_normalization"] = ["gamma", "beta", "moving_mean", "moving_variance"],
        ["layer_normalization"] = ["gamma", "beta"],
        ["lstm"] = ["kernel", "recurrent_kernel", "bias"],
        ["gru"] = ["kernel", "recurrent_kernel", "bias"],
        ["simple_rnn"] = ["kernel", "recurrent_kernel", "bias"],
    };

    public static IReadOnlyList<KerasLayer> Layers(IH5Group root, long length)
    {
        IH5Group weights = Child(root, "model_weights") as IH5Group ?? root;
        if (Texts(weights, "layer_names") is { Length: > 0 } names) return [.. names.SelectMany(name => Named(weights, name, length))];
        List<KerasLayer> layers = [];
        Numbered(root, "", "", layers, 0, length);
        return layers;
    }

    private static IEnumerable<KerasLayer> Named(IH5Group weights, string name, long length)
    {
        if (Child(weights, name) is not IH5Group layer) throw new InvalidDataException($"the layer '{name}' is listed and not there.");
        List<(string Path, KerasTensor Tensor)> tensors = [];
        foreach (string weight in Texts(layer, "weight_names") ?? [])
        {
            if (Find(layer, weight) is not IH5Dataset dataset)
                throw new InvalidDataException($"the weight '{weight}' of layer '{name}' is listed and not there.");
            string path = weight.Split(':')[0];
            tensors.Add((path, Read(dataset, path[(path.LastIndexOf('/') + 1)..], length)));
        }

        string kind = KindOf(name);
        KerasTensor[] Of(Func<string, bool> belongs) => [.. tensors.Where(one => belongs(one.Path)).Select(one => one.Tensor)];
        static bool IsBackward(string path) => path.Contains("/backward_", StringComparison.Ordinal);
        if (Of(path => !IsBackward(path)) is { Length: > 0 } forward) yield return new KerasLayer(name, kind, "", forward);
        if (Of(IsBackward) is { Length: > 0 } backward) yield return new KerasLayer(name, kind, "_reverse", backward);
    }

    private static void Numbered(IH5Group group, string name, string path, List<KerasLayer> layers, int depth, long length)
    {
        if (depth > Deepest || layers.Count > MostLayers) throw new InvalidDataException("its groups are nested too deeply.");
        foreach (IH5Object child in group.Children().OrderBy(one => one.Name, NaturalOrder.Instance))
        {
            if (child is not IH5Group inner || child.Name == "optimizer") continue;
            string at = $"{path}/{child.Name}";
            if (child.Name != "vars")
            {
                bool isPart = child.Name is "cell" or "forward_layer" or "backward_layer" or "layers" or "_layer_checkpoint_dependencies";
                Numbered(inner, isPart ? name : Text(inner, "name") ?? child.Name, at, layers, depth + 1, length);
                continue;
            }

            IH5Dataset[] variables = [.. inner.Children().OfType<IH5Dataset>().OrderBy(one => one.Name, NaturalOrder.Instance)];
            if (variables.Length == 0) continue;
            string kind = KindOf(Owner(path));
            bool isNamed = Text(inner, "name") is { Length: > 0 } text && !text.EndsWith("cell", StringComparison.Ordinal);
            string layer = isNamed ? Text(inner, "name")! : name;
            string[] known = s_variables.GetValueOrDefault(kind, []);
            KerasTensor[] tensors =
                [.. variables.Select((one, i) => Read(one, i < known.Length ? known[i] : $"vars.{one.Name}", length))];
            string suffix = path.Contains("/backward_layer", StringComparison.Ordinal) ? "_reverse" : "";
            layers.Add(new KerasLayer(layer.Length > 0 ? layer : Owner(path), kind, suffix, tensors));
        }
    }

    /// <summary>The group of the layer: the last one that is no part of one.</summary>
    private static string Owner(string path)
    {
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts.LastOrDefault(part => part is not ("cell" or "forward_layer" or "backward_layer")) ?? "";
    }

    private static string KindOf(string name)
    {
        string kind = Number().Replace(name.Split('/')[^1], "");
        return s_variables.ContainsKey(kind) ? kind : "";
    }

    private static KerasTensor Read(IH5Dataset dataset, string name, long length)
    {
        ulong[] sizes = dataset.Space.Dimensions;
        ulong count = sizes.Aggregate(1UL, (a, b) => checked(a * b));
        if (dataset.Type is not { Class: H5DataTypeClass.FloatingPoint, Size: 2 or 4 or 8 })
            throw new InvalidDataException($"'{name}' has elements of the type {dataset.Type.Class}; floats are needed.");

        // Chunks may be compressed; what is not takes its place in the file.
        ulong most = (ulong)length * (dataset.Layout.Class == H5DataLayoutClass.Chunked ? 1024UL : 1);
        if (count > (ulong)Array.MaxLength / sizeof(float) || count * (ulong)dataset.Type.Size > most)
            throw new InvalidDataException($"'{name}' has {count} numbers, more than its file can hold.");
        int[] shape = [.. sizes.Select(size => (int)size)];
        if (count == 0) return new KerasTensor(name, shape, []);
        float[] values = dataset.Type.Size switch
        {
            4 => dataset.Read<float[]>(),
            8 => [.. dataset.Read<double[]>().Select(value => (float)value)],
            _ => [.. dataset.Read<Half[]>().Select(value => (float)value)],
        };
        return new KerasTensor(name, shape, values);
    }

    private static IH5Object? Child(IH5Group group, string name) => group.LinkExists(name) ? group.Get(name) : null;

    private static IH5Object? Find(IH5Group group, string path)
    {
        IH5Object? found = group;
        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            found = found is IH5Group inner ? Child(inner, part) : null;
        return found;
    }

    /// <summary>A list of texts; null if there is none. Layers without weights have an empty list of doubles.</summary>
    private static string[]? Texts(IH5Group group, string name)
    {
        if (!group.AttributeExists(name)) return null;
        IH5Attribute attribute = group.Attribute(name);
        ulong[] sizes = attribute.Space.Dimensions;
        return sizes.Length == 1 && sizes[0] > 0 && IsText(attribute) ? attribute.Read<string[]>() : [];
    }

    private static string? Text(IH5Group group, string name) =>
        group.AttributeExists(name) && group.Attribute(name) is var attribute && attribute.Space.Dimensions.Length == 0 && IsText(attribute)
            ? attribute.Read<string>()
            : null;

    private static bool IsText(IH5Attribute attribute) =>
        attribute.Type.Class is H5DataTypeClass.String or H5DataTypeClass.VariableLength;

    [GeneratedRegex("_[0-9]+$")]
    private static partial Regex Number();
}
