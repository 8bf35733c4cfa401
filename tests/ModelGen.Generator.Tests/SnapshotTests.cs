namespace ModelGen.Generator.Tests;

public sealed class SnapshotTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelgen-snapshots").FullName;

    private string TestFile => Path.Combine(_folder, "Tests.cs");

    private string Verified => Path.Combine(_folder, "Tests.name.verified.txt");

    private string Received => Path.Combine(_folder, "Tests.name.received.txt");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Equal_text_passes_whatever_its_line_ends_are()
    {
        File.WriteAllText(Verified, "one\r\ntwo");
        File.WriteAllText(Received, "left over");

        Snapshot.Match("one\ntwo", "name", "txt", TestFile);

        Assert.False(File.Exists(Received));
    }

    [Fact]
    public void Other_text_fails_and_is_received()
    {
        File.WriteAllText(Verified, "one\ntwo");

        SnapshotMismatchException exception = Assert.Throws<SnapshotMismatchException>(() =>
            Snapshot.Match("one\nthree", "name", "txt", TestFile));

        Assert.StartsWith("Line 2 differs.", exception.Message, StringComparison.Ordinal);
        Assert.Equal("one\nthree", File.ReadAllText(Received));
    }

    [Fact]
    public void The_first_text_fails_and_is_received()
    {
        Assert.Throws<SnapshotMismatchException>(() => Snapshot.Match("one", "name", "txt", TestFile));

        Assert.Equal("one", File.ReadAllText(Received));
    }
}
