using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using ModelGen.Runtime;
using ModelGen.Serialization;

namespace ModelGen.Tests.Serialization;

public sealed class SafeTensorsSaveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static ParameterSet Filled()
    {
        ParameterSet parameters = Models.Dense();
        parameters["dense1.weight"].Value.CopyFrom([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        parameters["dense1.bias"].Value.CopyFrom([float.NaN, -0f, float.Epsilon]);
        return parameters;
    }

    [Fact]
    public void The_layout_of_the_file()
    {
        SafeTensors.Save(_folder.File("w.safetensors"), Filled());
        byte[] bytes = File.ReadAllBytes(_folder.File("w.safetensors"));
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        string header = Encoding.UTF8.GetString(bytes, 8, length);
        Assert.Equal(
            """{"__metadata__":{"format":"pt"},"dense1.weight":"""
                + """{"dtype":"F32","shape":[3,4],"data_offsets":[0,48]},"dense1.bias":"""
                + """{"dtype":"F32","shape":[3],"data_offsets":[48,60]}}""",
            header.TrimEnd(' '));
        Assert.Equal(8 + length + 60, bytes.Length);
        Assert.Equal(2f, BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(8 + length + 4)));
        using JsonDocument document = JsonDocument.Parse(header);
        Assert.Equal("pt", document.RootElement.GetProperty("__metadata__").GetProperty("format").GetString());
    }

    [Theory]
    [InlineData("weights.safetensors")]
    [InlineData("веса модели 重み.safetensors")]
    [InlineData("no-extension")]
    public void A_round_trip_keeps_every_bit(string name)
    {
        SafeTensors.Save(_folder.File(name), Filled());
        ParameterSet loaded = Models.Dense();
        SafeTensors.Load(_folder.File(name), loaded);
        ParameterSet expected = Filled();
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(
                expected[i].Value.Select(BitConverter.SingleToInt32Bits), loaded[i].Value.Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Fact]
    public void Odd_names_and_shapes_survive()
    {
        ParameterSet parameters = new(
            [
                new("слой \"1\"\n.weight", [2, 0], 0, [0, 1], Models.None),
                new("scalar", [], 0, [], Models.None),
                new("b", [1, 1, 2], 1, [2, 2, 1], Models.None),
            ],
            new AlignedBuffer(3), new AlignedBuffer(3));
        parameters["scalar"].Value[0] = 5;
        parameters["b"].Value[1] = 6;
        SafeTensors.Save(_folder.File("odd"), parameters);
        parameters["scalar"].Value.Fill(0);
        parameters["b"].Value.Fill(0);
        SafeTensors.Load(_folder.File("odd"), parameters);
        Assert.Equal(5, parameters["scalar"].Value[0]);
        Assert.Equal([0f, 6], parameters["b"].Value.ToArray());
    }

    [Fact]
    public void A_model_without_parameters_has_a_file_too()
    {
        ParameterSet none = new([], new AlignedBuffer(0), new AlignedBuffer(0));
        SafeTensors.Save(_folder.File("none"), none);
        SafeTensors.Load(_folder.File("none"), none);
    }

    [Fact]
    public void Large_tensors_are_read_in_pieces()
    {
        ParameterSet parameters = Models.One("w", [200_000], new(InitializationKind.Normal, 1, 0, 0));
        parameters.Initialize(1);
        float[] before = parameters[0].Value.ToArray();
        SafeTensors.Save(_folder.File("large"), parameters);
        parameters[0].Value.Fill(0);
        SafeTensors.Load(_folder.File("large"), parameters);
        Assert.Equal(before, parameters[0].Value.ToArray());
    }

    [Fact]
    public void An_existing_file_is_replaced_and_nothing_else_is_left()
    {
        _folder.Write("w", "old and much longer than the new content will ever be" + new string('x', 1000));
        SafeTensors.Save(_folder.File("w"), Filled());
        SafeTensors.Load(_folder.File("w"), Models.Dense());
        Assert.Equal([_folder.File("w")], Directory.GetFileSystemEntries(_folder.Root));
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        if (OperatingSystem.IsWindows())
            return; // Links need a privilege there.
        string target = _folder.Write("target", "old");
        File.CreateSymbolicLink(_folder.File("link"), "target");
        SafeTensors.Save(_folder.File("link"), Filled());
        Assert.Equal("target", new FileInfo(_folder.File("link")).LinkTarget);
        SafeTensors.Load(target, Models.Dense());
    }

    [Fact]
    public void The_culture_does_not_matter()
    {
        using CommaCulture culture = new();
        SafeTensors.Save(_folder.File("w"), Filled());
        SafeTensors.Load(_folder.File("w"), Models.Dense());
    }

    [Fact]
    public void A_missing_folder_or_a_file_in_its_place()
    {
        string path = Path.Combine(_folder.Root, "missing", "w");
        string message = Assert.Throws<DirectoryNotFoundException>(() => SafeTensors.Save(path, Filled())).Message;
        Assert.Contains(path, message);
        Assert.Contains("does not exist", message);
        string file = _folder.Write("file", "content");
        Assert.Contains(
            "is a file, not a folder",
            Assert.Throws<IOException>(() => SafeTensors.Save(Path.Combine(file, "w"), Filled())).Message);
        Assert.Equal("content", File.ReadAllText(file));
        Assert.Contains("it is a folder", Assert.Throws<IOException>(() => SafeTensors.Save(_folder.Root, Filled())).Message);
        Assert.Throws<ArgumentException>(() => SafeTensors.Save("", Filled()));
    }

    [Fact]
    public void A_read_only_file_is_kept()
    {
        string path = _folder.Write("w", "precious");
        File.SetAttributes(path, FileAttributes.ReadOnly);
        if (!File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly))
            return; // A file system without the attribute.
        Assert.Contains("read-only", Assert.Throws<UnauthorizedAccessException>(() => SafeTensors.Save(path, Filled())).Message);
        Assert.Equal("precious", File.ReadAllText(path));
        File.SetAttributes(path, FileAttributes.Normal);
    }

    [Fact]
    public void A_folder_that_takes_no_file_names_the_path()
    {
        // Not even root may create files there.
        if (!Directory.Exists("/proc/self"))
            return;
        Exception problem = Assert.ThrowsAny<Exception>(() => SafeTensors.Save("/proc/self/w.safetensors", Filled()));
        Assert.True(problem is IOException or UnauthorizedAccessException);
        Assert.Contains("Cannot save to '/proc/self/w.safetensors'", problem.Message);
    }

    [Fact]
    public void A_failure_while_writing_leaves_the_old_file_alone()
    {
        string path = _folder.Write("w", "old");
        Assert.Contains("disk full", Assert.Throws<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new IOException("disk full");
        })).Message);
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, _ => throw new InvalidOperationException()));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Root));
    }

    [Fact]
    public void What_a_killed_writer_left_is_deleted_and_what_is_being_written_stays()
    {
        string left = _folder.Write(".modelgen-0123456789abcdef0123456789abcdef.tmp", "half");
        string written = _folder.File(".modelgen-fedcba98765432100123456789abcdef.tmp"), others = _folder.Write(".other.tmp", "not ours");
        using (FileStream stream = new(written, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            SafeTensors.Save(_folder.File("w"), Filled());
            Assert.False(File.Exists(left));
            Assert.True(File.Exists(written));
            Assert.True(File.Exists(others));
        }

        AtomicFile.DeleteLeftovers(_folder.Root);
        Assert.Equal([others, _folder.File("w")], Directory.GetFileSystemEntries(_folder.Root).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Writers_of_one_file_and_those_that_clean_up_do_not_disturb_each_other()
    {
        string path = _folder.File("w");
        byte[][] contents = [.. Enumerable.Range(0, 8).Select(i => Enumerable.Repeat((byte)i, 10_000).ToArray())];
        Parallel.For(0, 200, i =>
        {
            if (i % 4 == 0) AtomicFile.DeleteLeftovers(_folder.Root);
            else AtomicFile.Write(path, stream => stream.Write(contents[i % 8]));
        });
        byte[] last = File.ReadAllBytes(path);
        Assert.Contains(contents, content => content.AsSpan().SequenceEqual(last));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Root));
    }
}
