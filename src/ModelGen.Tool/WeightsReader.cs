namespace ModelGen.Tool;

/// <summary>Reads files of weights of all kinds.</summary>
internal static partial class WeightsReader
{
    /// <summary>Reads a file; its first bytes tell the format. Weights of Keras come as models need them.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is of no known format, or damaged.</exception>
    public static ModelWeights Read(string path)
    {
        ModelWeights? keras = null;
        ReadKeras(path, ref keras);
        return keras ?? ModelWeights.Read(path);
    }

    /// <summary>Reads the file if Keras wrote it. The tool in the package ModelGen.Onnx, which only imports, is without it.</summary>
    static partial void ReadKeras(string path, ref ModelWeights? weights);
}
