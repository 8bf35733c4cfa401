using ModelGen.Serialization;

namespace ModelGen.Weights;

/// <summary>
/// The index of a model that is divided among several safetensors files, as Hugging Face writes it: <c>weight_map</c> says in which file
/// beside the index each tensor lies.
/// </summary>
internal static class ShardIndex
{
    private const long LongestIndex = 100_000_000;

    public static ModelWeights Read(string path, FileStream file)
    {
        if (file.Length > LongestIndex)
            throw new InvalidDataException($"it begins as an index does, and has {file.Length} bytes; at most {LongestIndex} are read.");
        byte[] text = new byte[file.Length];
        file.ReadExactly(text);
        Dictionary<string, string> files = WeightMap(new HeaderJson(text));
        if (files.Count == 0)
            throw new InvalidDataException("it is no index of safetensors files: it has no 'weight_map', or an empty one.");

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        List<WeightTensor> tensors = [];
        foreach (IGrouping<string, KeyValuePair<string, string>> shard in files.GroupBy(entry => entry.Value))
        {
            CheckName(shard.Key);
            ModelWeights part = ReadShard(Path.Combine(folder, shard.Key), shard.Key);
            foreach ((string name, _) in shard)
            {
                tensors.Add(part.TryGet(name, out WeightTensor? tensor)
                    ? tensor
                    : throw new InvalidDataException($"its index says that '{name}' is in '{shard.Key}', where it is not."));
            }
        }

        return new ModelWeights(WeightFormat.SafeTensors, tensors);
    }

    private static ModelWeights ReadShard(string path, string name)
    {
        if (!File.Exists(path))
            throw new InvalidDataException($"its index names the file '{name}', which is not beside it.");
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return WeightFile.ReadSafeTensors(file);
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"'{name}': {problem.Message}", problem);
        }
    }

    // An index may come from anywhere: it must not make us open files elsewhere.
    private static void CheckName(string name)
    {
        if (name.Length == 0 || name != Path.GetFileName(name) || name.Contains('\\') || name is "." or "..")
            throw new InvalidDataException($"its index names the file '{name}'; names without folders are needed.");
    }

    private static Dictionary<string, string> WeightMap(HeaderJson json)
    {
        Dictionary<string, string> files = new(StringComparer.Ordinal);
        json.Take('{');
        for (bool first = true; json.TryNext(first, '}'); first = false)
        {
            if (json.Key() != "weight_map")
            {
                json.Skip();
                continue;
            }

            json.Take('{');
            for (bool firstName = true; json.TryNext(firstName, '}'); firstName = false)
            {
                string name = json.Key();
                if (!files.TryAdd(name, json.String()))
                    throw new InvalidDataException($"its index has '{name}' twice.");
            }
        }

        json.End();
        return files;
    }
}
