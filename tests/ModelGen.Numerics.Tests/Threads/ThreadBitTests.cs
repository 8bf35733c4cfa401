using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests.Threads;

/// <summary>The same bits on one thread and on many: every model of the table interpreted, some compiled.</summary>
public sealed class ThreadBitTests(ITestOutputHelper output)
{
    [Theory]
    [MemberData(nameof(Models.Names), MemberType = typeof(Models))]
    public void In_any_order(string name) => ThreadChecks.Interpreted(new Subject(name, output));

    [Theory]
    [MemberData(nameof(CompiledTests.Names), MemberType = typeof(CompiledTests))]
    public void In_any_order_when_compiled(string name) => ThreadChecks.InAnyOrder(new Subject(name, output, isCompiled: true));

    [Theory]
    [MemberData(nameof(CompiledTests.Names), MemberType = typeof(CompiledTests))]
    public void On_workers(string name) => ThreadChecks.OnWorkers(new Subject(name, output, isCompiled: true));
}
