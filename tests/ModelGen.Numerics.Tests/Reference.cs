using ModelGen.Runtime;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Numerics.Tests;

/// <summary>What PyTorch gave for a model: tensors written by the scripts in <c>References</c>.</summary>
internal sealed class Reference
{
    private readonly TensorFile _file;
    private readonly string _prefix;

    /// <summary>Reads the file of a model.</summary>
    public Reference(string name)
        : this(new TensorFile(Path.Combine(Folder, name + ".safetensors")), "")
    {
    }

    /// <summary>Reads those tensors of a file whose names begin so.</summary>
    public Reference(TensorFile file, string prefix)
    {
        _file = file;
        _prefix = prefix;
        Inputs = [.. Indexed("input")];
        Samples = Shape("input.0")[0];
        Outputs = [.. Indexed("output")];
        float[]? weights = file.Contains(prefix + "weights") ? Floats("weights") : null;
        Batch = new Batch(
            Samples,
            Inputs,
            file.Contains(prefix + "target.0")
                ? new Targets(null, null, weights) { Several = [.. Indexed("target")] }
                : file.Contains(prefix + "labels")
                ? new Targets(null, file.Integers(prefix + "labels"), weights)
                : new Targets(Floats("targets"), null, weights));
    }

    /// <summary>Where the files are.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "References");

    public int Samples { get; }

    public float[][] Inputs { get; }

    /// <summary>What all samples give before training.</summary>
    public float[][] Outputs { get; }

    public Batch Batch { get; }

    /// <summary>What layers have carried at the end of the training, of one batch; null if none does.</summary>
    public float[]? State => _file.Contains(_prefix + "state") ? Floats("state") : null;

    private IEnumerable<string> Parameters =>
        _file
            .Names.Where(name => name.StartsWith(_prefix + "start.", StringComparison.Ordinal))
            .Select(name => name[(_prefix + "start.").Length..]);

    public float[] Floats(string name) => _file.Floats(_prefix + name);

    /// <summary>The tensors of parameters: what begins with <c>gradient.</c>, for example.</summary>
    public Weights Weights(string kind, IEnumerable<string> names) => new([.. names.Select(name => Oracle.Doubles(Floats(kind + name)))]);

    /// <summary>Gives a model the weights that PyTorch started with: the same names and shapes.</summary>
    public void Load(ParameterSet parameters)
    {
        Assert.Equal(Parameters.Order(StringComparer.Ordinal), parameters.Select(p => p.Name).Order(StringComparer.Ordinal));
        foreach (Parameter parameter in parameters)
        {
            Assert.Equal(Shape("start." + parameter.Name), parameter.Shape);
            parameter.Value.CopyFrom(Floats("start." + parameter.Name));
        }
    }

    private int[] Shape(string name) => _file.Shape(_prefix + name);

    /// <summary>Samples as models under test take them: ids as floats, too.</summary>
    private IEnumerable<float[]> Indexed(string name)
    {
        for (int i = 0; _file.Contains($"{_prefix}{name}.{i}"); i++) yield return _file.Numbers($"{_prefix}{name}.{i}");
    }
}
