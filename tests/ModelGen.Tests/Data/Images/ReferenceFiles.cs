using System.Runtime.CompilerServices;
using ModelGen.Runtime;
using ModelGen.Serialization;

namespace ModelGen.Tests.Data.Images;

/// <summary>Files that Python wrote; the scripts lie beside them.</summary>
internal static class ReferenceFiles
{
    public static string Path(string name, [CallerFilePath] string thisFile = "") =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(thisFile)!, "../References", name));

    /// <summary>The tensors of a safetensors file; the names and shapes must be exactly these.</summary>
    public static Dictionary<string, float[]> Tensors(string name, IReadOnlyList<(string Name, int[] Shape)> tensors)
    {
        int offset = 0;
        List<ParameterDescriptor> descriptors = [];
        foreach ((string tensor, int[] shape) in tensors)
        {
            int[] strides = [.. shape.Select((_, axis) => shape[(axis + 1)..].Aggregate(1, (product, size) => product * size))];
            descriptors.Add(new ParameterDescriptor(tensor, shape, offset, strides, Models.None));
            offset += shape[0] * strides[0];
        }

        ParameterSet set = new(descriptors, new AlignedBuffer(offset), new AlignedBuffer(offset));
        SafeTensors.Load(Path(name), set);
        return set.ToDictionary(parameter => parameter.Name, parameter => parameter.Value.ToArray());
    }
}
