#!/bin/sh
# Parquet.Net 6.1.0 reads a BOOLEAN column that is encoded with RLE wrongly, without an error.
#
# Format: Encodings.md of apache/parquet-format lists RLE (3) for BOOLEAN values: in a data page, a length of four bytes and then the
# RLE/bit-packing hybrid with a bit width of 1. Data pages of version 2 use it by default in parquet-java and may in parquet-cpp.
#
# The file is written by ParquetSharp 25.0.1.2 (Apache's parquet-cpp), which also reads it back right. Then Parquet.Net reads it.
#
# Expected: the same 24 values, or an exception.
# Seen (Parquet.Net 6.1.0, .NET 10): 24 values, no exception, and all are false; with other values also DivideByZeroException. The same values
# as PLAIN are read right by the same code, which shows that it is not the code.
#
# Ends with 0 as long as that is so, with 1 if the behaviour has changed, with 2 if the set-up failed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Parquet.Net" Version="[6.1.0]" />
    <PackageReference Include="ParquetSharp" Version="[25.0.1.2]" />
  </ItemGroup>
</Project>
END
cat > Program.cs <<'END'
bool[] values = Enumerable.Range(0, 24).Select(i => i < 16).ToArray();
Console.WriteLine($"written                  {Bits(values)}");
bool?[] ends = [await Try(ParquetSharp.Encoding.Plain), await Try(ParquetSharp.Encoding.Rle)];
if (ends[0] != true) return 2;
return ends[1] == false ? 0 : 1;

// Whether Parquet.Net reads what was written; null if the file is not as it should be.
async Task<bool?> Try(ParquetSharp.Encoding encoding)
{
    string file = encoding + ".parquet";
    using (var builder = new ParquetSharp.WriterPropertiesBuilder())
    using (var properties = builder.DisableDictionary().Encoding(encoding).Compression(ParquetSharp.Compression.Uncompressed).Build())
    using (var writer = new ParquetSharp.ParquetFileWriter(file, [new ParquetSharp.Column<bool>("b")], properties))
    {
        using (var group = writer.AppendRowGroup())
        using (var column = group.NextColumn().LogicalWriter<bool>()) column.WriteBatch(values);
        writer.Close();
    }

    using (var reader = new ParquetSharp.ParquetFileReader(file))
    using (var group = reader.RowGroup(0))
    {
        using var column = group.Column(0).LogicalReader<bool>();
        bool[] second = column.ReadAll(values.Length);
        Console.WriteLine($"{encoding,-5} by ParquetSharp    {Bits(second)}");
        if (!group.MetaData.GetColumnChunkMetaData(0).Encodings.Contains(encoding) || !second.SequenceEqual(values)) return null;
    }

    bool[] read = new bool[values.Length];
    try
    {
        using var stream = File.OpenRead(file);
        await using var reader = await Parquet.ParquetReader.CreateAsync(stream);
        using var group = reader.OpenRowGroupReader(0);
        await group.ReadAsync<bool>(reader.Schema.GetDataFields()[0], read.AsMemory());
    }
    catch (Exception problem)
    {
        Console.WriteLine($"{encoding,-5} by Parquet.Net     {problem.GetType()}: {problem.Message}");
        return null;
    }

    Console.WriteLine($"{encoding,-5} by Parquet.Net     {Bits(read)}");
    return read.SequenceEqual(values);
}

static string Bits(bool[] values) => string.Concat(values.Select(value => value ? '1' : '0'));
END
dotnet build -c Release -o out -v q --nologo > build.log 2>&1 || { cat build.log; exit 2; }
dotnet out/finding.dll
