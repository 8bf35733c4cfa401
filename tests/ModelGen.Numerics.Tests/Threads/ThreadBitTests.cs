using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests.Threads;

/// <summary>The same bits on one thread and on many: every model of the table, interpreted.</summary>
public sealed class ThreadBitTests(ITestOutputHelper output)
{
    [Theory]
    [MemberData(nameof(Models.Names), MemberType = typeof(Models))]
    public void In_any_order(string name) => ThreadChecks.Interpreted(new Subject(name, output));
}
