using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests.Threads;

/// <summary>Every model of the table, interpreted: training has the same bits for every target, on one thread and on many.</summary>
public sealed class ThreadBitTests(ITestOutputHelper output)
{
    [Theory]
    [MemberData(nameof(Models.Names), MemberType = typeof(Models))]
    public void In_any_order(string name) => ThreadChecks.Interpreted(new Subject(name, output));
}
