#!/bin/sh
# .NET reports a file that may not become larger (EFBIG) as ArgumentOutOfRangeException about a parameter that the caller never passed.
#
# A process has a limit of its file sizes (ulimit -f, RLIMIT_FSIZE; SIGXFSZ ignored, as with most services), or the file system has one.
# write(2) then fails with EFBIG. Callers of FileStream.Write and Flush handle IOException for what goes wrong with a file, as the
# documentation of both says.
#
# Expected: an IOException, as for a full disk (ENOSPC).
# Seen (.NET 10.0): System.ArgumentOutOfRangeException, "Specified file length was too large for the file system. (Parameter 'value')".
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
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
</Project>
END
cat > Program.cs <<'END'
Console.WriteLine($".NET {Environment.Version}");
try
{
    using var stream = new FileStream("large.bin", FileMode.Create, FileAccess.Write);
    stream.Write(new byte[100_000]);
    stream.Flush();
    Console.WriteLine("There was no limit.");
    return 2;
}
catch (Exception problem)
{
    Console.WriteLine($"{problem.GetType()}: {problem.Message}");
    return problem is IOException ? 1 : problem is ArgumentOutOfRangeException ? 0 : 2;
}
END
dotnet build -c Release -o out -v q --nologo > build.log 2>&1 || { cat build.log; exit 2; }
export DOTNET_EnableWriteXorExecute=0 # It makes large files in memory, which the limit would hit first.
trap '' XFSZ
ulimit -f 40 # blocks of 512 bytes
dotnet out/finding.dll
