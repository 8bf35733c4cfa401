using System.Runtime.CompilerServices;
using System.Text;
using ModelGen.Data;

namespace ModelGen.Tests.Data;

/// <summary>NumPy's files; <c>References/make_numpy.py</c> wrote them.</summary>
public class NumpyTests
{
    private static readonly double[] s_numbers = [.. Enumerable.Range(0, 24).Select(i => (double)i)];

    private static string Reference(string name, [CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "References", "numpy", name);

    [Theory]
    [InlineData("f2")]
    [InlineData("f4")]
    [InlineData("f8")]
    [InlineData("i1")]
    [InlineData("i2")]
    [InlineData("i4")]
    [InlineData("i8")]
    [InlineData("u1")]
    [InlineData("u2")]
    [InlineData("u4")]
    [InlineData("u8")]
    [InlineData("f2-big")]
    [InlineData("f4-big")]
    [InlineData("f8-big")]
    [InlineData("i2-big")]
    [InlineData("i4-big")]
    [InlineData("i8-big")]
    [InlineData("u2-big")]
    [InlineData("u4-big")]
    [InlineData("u8-big")]
    [InlineData("fortran")]
    [InlineData("version2")]
    [InlineData("version3")]
    public void Numbers_of_all_kinds(string name)
    {
        NpyArray array = NpyArray.Load(Reference(name + ".npy"));
        Assert.Equal([2, 3, 4], array.Shape);
        Assert.Equal(24, array.Count);
        Assert.Equal(s_numbers, array.ToDoubles());
        Assert.Equal(s_numbers.Select(number => (float)number), array.ToFloats());
        Assert.Equal(s_numbers.Select(number => (int)number), array.ToInts());
    }

    [Fact]
    public void Other_shapes()
    {
        Assert.Equal([6, 4], NpyArray.Load(Reference("fortran-2.npy")).Shape);
        Assert.Equal(s_numbers, NpyArray.Load(Reference("fortran-2.npy")).ToDoubles());
        Assert.Equal(s_numbers.Select(number => number % 2), NpyArray.Load(Reference("bool.npy")).ToDoubles());
        NpyArray scalar = NpyArray.Load(Reference("scalar.npy"));
        Assert.Empty(scalar.Shape);
        Assert.Equal([2.5f], scalar.ToFloats());
        Assert.Contains("Element 0 is 2.5", Assert.Throws<InvalidOperationException>(scalar.ToInts).Message);
        Assert.Equal([24], NpyArray.Load(Reference("vector.npy")).Shape);
        Assert.Equal([0, 3], NpyArray.Load(Reference("empty.npy")).Shape);
    }

    [Fact]
    public void What_is_written_reads_back_and_is_what_NumPy_writes()
    {
        using TemporaryFolder folder = new();
        NpyArray.Of([.. s_numbers.Select(number => (float)number)], 2, 3, 4).Save(folder.File("f4.npy"));
        Assert.Equal(File.ReadAllBytes(Reference("f4.npy")), File.ReadAllBytes(folder.File("f4.npy")));
        NpyArray.Of(s_numbers).Save(folder.File("vector.npy"));
        Assert.Equal(File.ReadAllBytes(Reference("vector.npy")), File.ReadAllBytes(folder.File("vector.npy")));
        NpyArray.Of([.. s_numbers.Select(number => (byte)number)], 2, 3, 4).Save(folder.File("u1.npy"));
        Assert.Equal(File.ReadAllBytes(Reference("u1.npy")), File.ReadAllBytes(folder.File("u1.npy")));
        NpyArray.Of([.. s_numbers.Select(number => (int)number)], 2, 3, 4).Save(folder.File("i4.npy"));
        Assert.Equal(File.ReadAllBytes(Reference("i4.npy")), File.ReadAllBytes(folder.File("i4.npy")));
        Assert.Throws<ArgumentException>(() => NpyArray.Of([1f, 2], 3));
    }

    [Theory]
    [InlineData("plain.npz", "arr_0", "labels")]
    [InlineData("compressed.npz", "x", "y")]
    [InlineData("zip64.npz", "first", "second")]
    public void Archives(string file, string first, string second)
    {
        IReadOnlyDictionary<string, NpyArray> arrays = NpzFile.Load(Reference(file));
        Assert.Equal(new[] { first, second }.Order(), arrays.Keys.Order());
        Assert.Equal(s_numbers, arrays[first].ToDoubles());
        if (file != "zip64.npz")
            Assert.Equal([1, 0], arrays[second].ToInts());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_written_archive_reads_back_and_is_always_the_same(bool compress)
    {
        using TemporaryFolder folder = new();
        Dictionary<string, NpyArray> arrays = new() { ["x"] = NpyArray.Of([1f, 2, 3, 4], 2, 2), ["labels/y"] = NpyArray.Of([5, 6]) };
        NpzFile.Save(folder.File("a.npz"), arrays, compress);
        NpzFile.Save(folder.File("b.npz"), arrays, compress);
        Assert.Equal(File.ReadAllBytes(folder.File("a.npz")), File.ReadAllBytes(folder.File("b.npz")));
        IReadOnlyDictionary<string, NpyArray> loaded = NpzFile.Load(folder.File("a.npz"));
        Assert.Equal([1f, 2, 3, 4], loaded["x"].ToFloats());
        Assert.Equal([5, 6], loaded["labels/y"].ToInts());
        Assert.Throws<ArgumentException>(() => NpzFile.Save(folder.File("c.npz"), [new("x", arrays["x"]), new("x", arrays["x"])]));
        Assert.False(File.Exists(folder.File("c.npz")));
    }

    private static byte[] Npy(string header, int elements, byte major = 1) =>
        [0x93, .. "NUMPY"u8, major, 0, (byte)header.Length, 0, .. Encoding.Latin1.GetBytes(header), .. new byte[elements]];

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", 11, "ends after 11 bytes of elements|3] needs 12")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2000000000, 9)}", 0, "too much for one array")]
    [InlineData("{'descr': '<f4', 'fortran_order': Maybe, 'shape': ()}", 0, "neither True nor False")]
    [InlineData("{'descr': '<f4', 'shape': ()}", 0, "'fortran_order' and 'shape' missing")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", 0, "no size")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1 2)}", 0, "no comma")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1}", 0, "unknown key 'x'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} x", 0, "something behind")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1", 0, "malformed")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", 9, "type '|O'")]
    public void Malformed_files_are_refused(string header, int elements, string expected)
    {
        using TemporaryFolder folder = new();
        string message = Assert.Throws<InvalidDataException>(() => NpyArray.Load(folder.Write("x.npy", Npy(header, elements)))).Message;
        Assert.Contains(expected.Split('|'), part => message.Contains(part, StringComparison.Ordinal));
        Assert.Contains("x.npy", message);
    }

    [Fact]
    public void Other_files_are_refused()
    {
        using TemporaryFolder folder = new();
        Assert.Contains(
            "is no npy file",
            Assert.Throws<InvalidDataException>(() => NpyArray.Load(folder.Write("x.npy", "hello, world"))).Message);
        Assert.Contains(
            "version 4.0",
            Assert.Throws<InvalidDataException>(() => NpyArray.Load(folder.Write("x.npy", Npy("{}", 0, major: 4)))).Message);
        Assert.Contains(
            "within its header",
            Assert.Throws<InvalidDataException>(() => NpyArray.Load(folder.Write("x.npy", Npy("{}", 0)[..^1]))).Message);
        Assert.Contains("type '<c8'", Assert.Throws<InvalidDataException>(() => NpyArray.Load(Reference("complex.npy"))).Message);
        Assert.Contains("several fields", Assert.Throws<InvalidDataException>(() => NpyArray.Load(Reference("record.npy"))).Message);
        Assert.Contains(
            "is no npz file",
            Assert.Throws<InvalidDataException>(() => NpzFile.Load(folder.Write("x.npz", "hello, world"))).Message);
        Assert.Throws<FileNotFoundException>(() => NpzFile.Load(folder.File("none.npz")));
        byte[] cut = File.ReadAllBytes(Reference("plain.npz"));
        Assert.Throws<InvalidDataException>(() => NpzFile.Load(folder.Write("x.npz", cut[..^40])));
    }

    [Fact]
    public void Every_cut_of_a_file_is_refused()
    {
        using TemporaryFolder folder = new();
        byte[] whole = File.ReadAllBytes(Reference("i2.npy"));
        for (int length = 0; length < whole.Length; length++)
            Assert.Throws<InvalidDataException>(() => NpyArray.Load(folder.Write("x.npy", whole[..length])));
    }

    [Fact]
    public void Datasets()
    {
        IReadOnlyDictionary<string, NpyArray> arrays = NpzFile.Load(Reference("compressed.npz"));
        Dataset<int> images = Dataset.FromNumpy(arrays["x"], arrays["y"], ["no", "yes"]);
        Assert.Equal([3, 4], images.InputShape);
        Assert.Equal([1, 0], images.Targets);
        Assert.Equal(13 / 255f, images.Input(1)[1]);
        Dataset<float> numbers = Dataset.RegressionFromNumpy(
            NpyArray.Load(Reference("vector.npy")),
            NpyArray.Load(Reference("vector.npy")));
        Assert.Equal((24, 1, 1), (numbers.Count, numbers.InputSize, numbers.TargetSize));
        Assert.Contains(
            "first axis",
            Assert.Throws<ArgumentException>(() => Dataset.FromNumpy(arrays["x"], NpyArray.Of([1, 2, 3]))).Message);
        Assert.Contains("one for each sample", Assert.Throws<ArgumentException>(() => Dataset.FromNumpy(arrays["x"], arrays["x"])).Message);
        Assert.Contains(
            "label of sample 0 is -1",
            Assert.Throws<ArgumentException>(() => Dataset.FromNumpy(arrays["x"], NpyArray.Of([-1, 0]))).Message);
        Assert.Contains(
            "Element 1 is 0.5",
            Assert.Throws<ArgumentException>(() => Dataset.FromNumpy(arrays["x"], NpyArray.Of([1f, 0.5f]))).Message);
    }
}
