using System.Runtime.CompilerServices;
using ModelGen.Runtime;
using ModelGen.TestKit;

namespace ModelGen.Tests.Weights;

/// <summary>Takes what fits from files of other libraries.</summary>
public sealed class LoadFromTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_fits_is_loaded_and_the_rest_reported()
    {
        Model model = new(("conv2d1.weight", [2, 1, 3, 3]), ("conv2d1.bias", [2]), ("dense1.weight", [5, 8]), ("dense1.bias", [5]));
        LoadReport report = model.LoadFrom(
            Reference("state_dict.pth"), NameMap.Same.Rename("conv1", "conv2d1").Rename("fc1.weight", "dense1.weight").Without("fc1"));
        Assert.Equal(["conv2d1.weight", "conv2d1.bias"], report.Loaded);
        Assert.Equal(["dense1.bias"], report.Missing);
        Assert.Equal(
            ["bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var", "bn1.num_batches_tracked"], report.Unused);
        Assert.Equal(["'dense1.weight' has the shape [5, 8], and 'fc1.weight' in the file [3, 8]"], report.Different);
        Assert.Equal(0.1717544049024582f, model.Parameters["conv2d1.weight"].Value[0]);
        Assert.All(model.Parameters["dense1.weight"].Value, value => Assert.Equal(0, value));
        Assert.False(report.IsComplete);
        Assert.Equal(
            "The file does not fit the model. 2 parameters loaded. 1 missing tensor: 'dense1.bias'. 5 unused tensors: 'bn1.weight', "
                + "'bn1.bias', 'bn1.running_mean', 'bn1.running_var', 'bn1.num_batches_tracked'. 'dense1.weight' has the shape [5, 8], and "
                + "'fc1.weight' in the file [3, 8].",
            Assert.Throws<InvalidDataException>(report.ThrowIfIncomplete).Message);
    }

    [Fact]
    public void Layers_in_the_same_order_need_no_names()
    {
        Model model = new(
            ("conv2d1.weight", [2, 1, 3, 3]), ("conv2d1.bias", [2]), ("batchnorm1.weight", [2]), ("batchnorm1.bias", [2]),
            ("batchnorm1.running_mean", [2]), ("batchnorm1.running_var", [2]), ("batchnorm1.num_batches_tracked", []),
            ("dense1.weight", [3, 8]), ("dense1.bias", [3]));
        Assert.True(model.LoadFrom(Reference("state_dict.pth"), NameMap.InOrder).ThrowIfIncomplete().IsComplete);
        Assert.Equal(-0.18767325580120087f, model.Parameters["dense1.bias"].Value[2]);
    }

    [Fact]
    public void Another_order_is_refused_and_changes_nothing()
    {
        Model model = new(("dense1.weight", [3, 8]), ("dense1.bias", [3]));
        Assert.Contains(
            "9 tensors and the model 2 parameters",
            Assert.Throws<InvalidDataException>(() => model.LoadFrom(Reference("state_dict.pth"), NameMap.InOrder)).Message,
            StringComparison.Ordinal);

        string path = _folder.Write(
            "two.safetensors", WeightFiles.Bytes([WeightFiles.Floats("a.bias", 3), WeightFiles.Floats("a.weight", 3, 8)]));
        Assert.Contains(
            "tensor 1 'a.bias' [3] would belong to 'dense1.weight' [3, 8]",
            Assert.Throws<InvalidDataException>(() => model.LoadFrom(path, NameMap.InOrder)).Message,
            StringComparison.Ordinal);
        Assert.All(model.Parameters["dense1.bias"].Value, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Two_tensors_for_one_parameter_and_nothing_that_fits_are_errors()
    {
        Model model = new(("dense1.bias", [3]));
        string path = _folder.Write(
            "two.safetensors", WeightFiles.Bytes([WeightFiles.Floats("a.bias", 3), WeightFiles.Floats("b.bias", 3)]));
        Assert.Contains(
            "'a.bias' and 'b.bias' are both mapped to the parameter 'dense1.bias'",
            Assert.Throws<ArgumentException>(() => model.LoadFrom(path, NameMap.Same.Replace("^[ab]", "dense1"))).Message,
            StringComparison.Ordinal);
        string problem = Assert.Throws<InvalidDataException>(() => model.LoadFrom(path)).Message;
        Assert.StartsWith($"Cannot load '{path}': nothing in it fits the model.", problem, StringComparison.Ordinal);
        Assert.All(model.Parameters["dense1.bias"].Value, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Rules_are_applied_in_order()
    {
        NameMap map = NameMap.Same
            .WithoutPrefix("module.")
            .Replace(@"^layers\.(\d+)\.", "dense$1.")
            .Rename("dense0", "first")
            .Without("head");
        Assert.Equal("first.weight", map.Apply("module.layers.0.weight"));
        Assert.Equal("dense12.bias", map.Apply("layers.12.bias"));
        Assert.Equal("headless.bias", map.Apply("headless.bias"));
        Assert.Null(map.Apply("head.bias"));
        Assert.Throws<InvalidOperationException>(() => NameMap.InOrder.Rename("a", "b"));
        Assert.Throws<InvalidOperationException>(() => NameMap.InOrder.Apply("a"));
        Assert.ThrowsAny<ArgumentException>(() => NameMap.Same.Replace("(", ""));
    }

    private static string Reference(string name, [CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "References", name);

    private sealed class Model(params (string Name, int[] Shape)[] parameters) : IModel
    {
        public int InputSize => 1;

        public int OutputSize => 1;

        public ParameterSet Parameters { get; } = Make(parameters);

        public void Predict(ReadOnlySpan<float> input, Span<float> output) => throw new NotSupportedException();

        public void Save(string path) => throw new NotSupportedException();

        private static ParameterSet Make((string Name, int[] Shape)[] parameters)
        {
            List<ParameterDescriptor> descriptors = [];
            int offset = 0;
            foreach ((string name, int[] shape) in parameters)
            {
                int[] strides = [.. shape.Select((_, axis) => shape[(axis + 1)..].Aggregate(1, (product, size) => product * size))];
                bool isCount = name.EndsWith("num_batches_tracked", StringComparison.Ordinal);
                descriptors.Add(new(name, shape, offset, strides, Models.None) { IsCount = isCount, Trainable = !isCount });
                offset += shape.Aggregate(1, (product, size) => product * size);
            }

            return new ParameterSet(descriptors, new AlignedBuffer(offset), new AlignedBuffer(offset));
        }
    }
}
